import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** Posts a file again and again for so many milliseconds, over some connections at once, and prints how often it was answered. */
const [url = '', file = '', milliseconds = '', connections = ''] = process.argv.slice(2);
const body = readFileSync(file);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const options = {
  ...{ agent, method: 'POST' },
  headers: { 'content-type': 'application/json', 'content-length': body.length },
};
const end = performance.now() + Number(milliseconds);
let answered = 0;

async function ask(): Promise<void> {
  while (performance.now() < end) {
    await new Promise<void>((resolve, reject) => {
      request(url, options, (response) => {
        if (response.statusCode !== 200) reject(new Error(String(response.statusCode)));
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end(body);
    });
    answered += 1;
  }
}
await Promise.all(Array.from({ length: Number(connections) }, ask));
agent.destroy();
console.log(answered);
