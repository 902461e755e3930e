"""Node, to run models as a page does."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.page import model_part as model_part_module
from zysim.page.write import TEMPLATE
from zysim.reading.graph import ModelGraph

InNode = Callable[..., dict[str, FloatArray]]
BEFORE = """
const tell = ({ values, engine }) =>
  console.log(JSON.stringify({ values: Array.from(values, String), engine }));
globalThis.self = { postMessage: tell };
"""
AFTER = """
const { page, runs, engine } = JSON.parse(require("fs").readFileSync(0, "utf8"));
let code = null;
try {
  code = page.webassembly && new WebAssembly.Module(Buffer.from(page.webassembly.code, "base64"));
} catch {} // as the page: the JavaScript does it
const start = {
  size: page.script.size,
  places: page.script.places,
  years: page.clock.times.length,
  constants: page.constants.values,
  drawn: [],
  program: code && { told: page.webassembly, code },
};
self.onmessage({ data: start });
self.onmessage({ data: { job: 0, report: "all", runs, engine } });
"""


@pytest.fixture(scope="session")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> InNode:
    """Return a function that runs a batch in the worker of the page, in node.

    It takes model, outputs, batch, engine, the constants that are told to differ in a block (those
    of the batch if None), what to do to the page before, and the engine that must answer if it is
    not the one that is asked. It gives values of shape ``(run, report)``.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the worker of the page with")
    template = TEMPLATE.read_text("utf-8")
    begin = template.index('id="worker">') + len('id="worker">')
    worker = template[begin : template.index("</script>", begin)]
    file = tmp_path_factory.mktemp("node") / "model.js"

    def run(
        graph: ModelGraph,
        outputs: Sequence[str],
        batch: Mapping[str, FloatArray],
        engine: str = "webassembly",
        varied: Collection[str] | None = None,
        *,
        edit: Callable[[dict[str, Any]], None] = lambda _: None,
        answers: str | None = None,
    ) -> dict[str, FloatArray]:
        with pytest.MonkeyPatch.context() as patch:
            if engine == "javascript":
                patch.setattr(model_part_module, "make_webassembly", lambda *_: None)
            differ = list(batch) if varied is None else varied
            page = model_part_module.model_part(graph, {"core": [], "all": outputs}, differ)
        edit(page)
        file.write_text("\n".join([BEFORE, page["script"]["text"], worker, AFTER]), "utf-8")
        places = [page["constants"]["ids"].index(name) for name in batch]
        rows = np.stack([np.asarray(each, float) for each in batch.values()], axis=1).tolist()
        runs = [{"member": -1, "places": places, "values": row} for row in rows]
        done = subprocess.run(
            [str(node), str(file)],
            input=json.dumps({"page": page, "runs": runs, "engine": engine}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, done.stderr[-2000:]
        reply = json.loads(done.stdout)
        assert reply["engine"] == (answers or engine)
        shape = len(runs), len(outputs), len(page["clock"]["times"])
        values = np.array(reply["values"], dtype=float).reshape(shape)
        return {name: values[:, at] for at, name in enumerate(outputs)}

    return run
