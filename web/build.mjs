// Bundles the sources into the template that the package carries; nothing is fetched.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const target = ["chrome80", "firefox78", "safari15"];
const out = process.argv[2] ?? "../zysim/page/template.html";

async function bundle(entry) {
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    charset: "utf8",
    legalComments: "none",
    target,
  });
  // A closing tag inside a text of the bundle must not end the element it stands in.
  return made.outputFiles[0].text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--").trim();
}

const style = await build({
  entryPoints: ["src/style.css"],
  minify: true,
  write: false,
  target,
});
const parts = {
  STYLE: style.outputFiles[0].text.trim(),
  WORKER: await bundle("src/worker.ts"),
  MAIN: await bundle("src/main.ts"),
};
let page = readFileSync("src/page.html", "utf8");
for (const [name, text] of Object.entries(parts)) page = page.replace(`/*${name}*/`, () => text);
writeFileSync(out, page);
