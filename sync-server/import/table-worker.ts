/** Reads one file in a thread of its own, so that a large or hostile one holds up nobody. */
import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { readFileTable } from './read-table.ts';

const bytes = v.parse(v.instance(Uint8Array), workerData);
parentPort?.postMessage(await readFileTable(bytes));
