// One measurement in a process of its own, as JSON: what another viewer makes of a file before it can draw anything.
//   node test/bench/peer-profile.mjs speedscope|cpupro PEERS FILE
// Neither publishes its importer as a module: it is taken out of the bundle of the application that the package holds, and gets the
// object of JSON.parse, which is faster than what the applications parse large files with.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const [, , peer, folder, file] = process.argv;

/** By peer: the text of its bundle, and what in it names the importer and the module that has to be set up before. */
const PEERS = {
  /** `importFromChromeCPUProfile`: what the application calls for files of this kind. */
  speedscope: () => {
    const release = path.join(folder, "node_modules/speedscope/dist/release");
    const bundle = readFileSync(path.join(release, readdirSync(release).find((name) => /^speedscope-\w+\.js$/.test(name))), "utf8");
    const [, name] = found(bundle, /"Importing as Chrome CPU Profile"\),\w+\((\w+)\(/);
    const setUp = found(bundle.slice(bundle.indexOf(`function ${name}(`)), /[ ,](\w+)=\w+\(\(\)=>\{/);
    const importer = taken(bundle, bundle.indexOf(`function ${name}(`) + setUp.index, setUp[1], name);
    return (profile) => importer(profile).getTotalWeight();
  },
  /** Its model: what the application prepares of the data that it was given. */
  cpupro: () => {
    const page = readFileSync(path.join(folder, "node_modules/cpupro/build/app.html"), "utf8");
    const bundle = page.slice(page.indexOf("<script>(()=>{") + "<script>".length, page.lastIndexOf("</script>"));
    const [, name] = found(bundle, /(\w+)=async function\(\w+,\{rejectData:\w+,markers:/);
    const before = bundle.slice(0, bundle.indexOf(`${name}=async function(`));
    const setUp = [...before.matchAll(/[ ,](\w+)=\w+\(\(\)=>\{/g)].at(-1);
    const model = taken(bundle, setUp.index, setUp[1], name);
    const nothing = new Proxy({}, { get: () => () => {} });
    const rejectData = (message) => {
      throw new Error(message);
    };
    return async (profile) => (await model(profile, { rejectData, markers: nothing, setWorkTitle: async () => {} })).totalTime;
  },
};

function found(text, pattern) {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`${peer}'s bundle is not as it was: ${pattern} is not in it`);
  return match;
}

/** A function of a bundle, which is run only as far as the module that the function belongs to, and so without the page it is made for. */
function taken(bundle, from, setUp, name) {
  for (let end = bundle.indexOf("});", from); end >= 0; end = bundle.indexOf("});", end + 1)) {
    const run = compiled(`return ${bundle.slice(bundle.indexOf("(()=>{"), end)}});${setUp}();return ${name}})()`);
    if (run !== undefined) return run();
  }
  throw new Error(`${peer}'s bundle is not as it was: no end of ${setUp}`);
}

function compiled(text) {
  try {
    return new Function(text);
  } catch {
    return undefined;
  }
}

const use = PEERS[peer]();
const print = console.log;
globalThis.console = { ...console, info: () => {}, log: () => {} };
const before = process.cpuUsage();
const result = await use(JSON.parse(readFileSync(file, "utf8")));
const { user, system } = process.cpuUsage(before);
if (!(result > 0)) throw new Error(`${peer} found no time in the profile`);
print(JSON.stringify({ cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 }));
