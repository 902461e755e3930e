// Run a Vensim model with SDEverywhere: node sdeverywhere.mjs MODEL INPUT OUTPUT RUNS, in a folder
// that holds its packages. Prints runs a second, seconds to make the code, the last output.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseAndGenerate } from '@sdeverywhere/compile'
import { createInputValue, createSynchronousModelRunner } from '@sdeverywhere/runtime'

const [, , model, input, output, runs] = process.argv
const called = (name) => `_${name}`
const spec = {
  inputVars: [called(input)],
  outputVars: [called(output)],
  inputVarNames: [input.replaceAll('_', ' ')],
  outputVarNames: [output.replaceAll('_', ' ')],
}
const begun = performance.now()
const text = readFileSync(model, 'utf8')
const code = await parseAndGenerate(text, 'vensim', spec, ['generateJS'], '.', 'model', '.')
writeFileSync('model.mjs', code)
const made = await import(pathToFileURL(resolve('model.mjs')))
const runner = createSynchronousModelRunner(await made.default())
const making = (performance.now() - begun) / 1000

let outputs = runner.createOutputs()
const run = (at) => {
  outputs = runner.runModelSync([createInputValue(called(input), 0.01 + 0.002 * at)], outputs)
}
for (let at = 0; at < 5; at++) run(at)
const start = performance.now()
for (let at = 0; at < runs; at++) run(at % 20)
const rate = runs / ((performance.now() - start) / 1000)
const last = outputs.getSeriesForVar(called(output)).points.at(-1).y
console.log(rate, making, last)
