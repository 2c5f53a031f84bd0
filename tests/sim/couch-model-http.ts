import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CouchAnswer, CouchRequest } from '#server/store/couch-transport.ts';
import { StoreUnavailable } from '#server/store/port.ts';
import type { CouchModel } from './couch-model.ts';

const modelAccount = 'outpost';
const modelPassword = 'p@ss word';

/** The model behind a real door, so that what lies between it and us is tried as well. */
export async function serveModel(model: CouchModel): Promise<{ url: string; server: Server }> {
	const server = createServer((request, response) => {
		answer(model, request).then(
			({ status, body }) => {
				response.writeHead(status, { 'content-type': 'application/json' });
				response.end(JSON.stringify(body));
			},
			// A line that breaks is all a client hears of a fault.
			() => response.destroy(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const password = encodeURIComponent(modelPassword);
	return { url: `http://${modelAccount}:${password}@127.0.0.1:${port}`, server };
}

async function answer(model: CouchModel, request: IncomingMessage) {
	const wanted = Buffer.from(`${modelAccount}:${modelPassword}`).toString('base64');
	if (request.headers.authorization !== `Basic ${wanted}`)
		return { status: 401, body: { error: 'unauthorized' } };
	const url = new URL(request.url ?? '/', 'http://localhost');
	const text = await textOf(request);
	const query = Object.fromEntries(
		[...url.searchParams].map(([name, value]) => [name, parsed(name, value)]),
	);
	const asked: CouchRequest = {
		method: request.method as CouchRequest['method'],
		path: url.pathname.slice(1),
		query,
		...(text !== '' && { body: JSON.parse(text) as unknown }),
	};
	return query['feed'] === 'longpoll' ? answerInTime(model, asked) : model.answer(asked);
}

const lookEveryMs = 50;

/** Waits for a change, as long as the client wants to. */
async function answerInTime(model: CouchModel, asked: CouchRequest): Promise<CouchAnswer> {
	const { timeout = 0 } = (asked.query ?? {}) as { timeout?: number };
	for (let waited = 0; ; waited += lookEveryMs) {
		const answer = await model.answer(asked);
		const { results = [] } = answer.body as { results?: unknown[] };
		if (results.length > 0 || waited >= timeout) return answer;
		await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
	}
}

/** Keys are JSON; of the rest CouchDB takes numbers and booleans as they are written. */
function parsed(name: string, value: string): unknown {
	if (name === 'since' || name === 'feed') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		throw new StoreUnavailable(`query ${name}`);
	}
}

async function textOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}
