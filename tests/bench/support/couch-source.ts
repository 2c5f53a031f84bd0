/**
 * As much of CouchDB as replicators ask of a source, from memory: the peers are measured, not a
 * server. Every document is written as text once, and each has one revision.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

interface Doc {
	id: string;
	rev: string;
	/** With `_id` and `_rev`. */
	text: string;
	/** With `_revisions` too. */
	historyText: string;
}

export interface CouchSource {
	url: string;
	/** Of a database, with the slash at its end. */
	urlOf(database: string): string;
	close(): Promise<void>;
}

const types: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
};

/** Serves each list as a database, and beside them the files of a folder. */
export async function serveCouch(
	databases: Readonly<Record<string, readonly ({ id: string } & object)[]>>,
	pages: string,
): Promise<CouchSource> {
	const known = new Map(Object.entries(databases).map(([name, list]) => [name, docsOf(list)]));
	const server = createServer((request, response) => {
		void answer(request, response, known, pages).catch((error: unknown) => {
			send(response, 500, JSON.stringify({ error: String(error) }));
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		urlOf: (database) => `${url}/couch/${database}/`,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

function docsOf(list: readonly ({ id: string } & object)[]): Doc[] {
	return list.map(({ id, ...body }) => {
		const hash = createHash('md5').update(id).digest('hex');
		const rev = `1-${hash}`;
		const doc = { _id: id, _rev: rev, ...body };
		const history = { ...doc, _revisions: { start: 1, ids: [hash] } };
		return { id, rev, text: JSON.stringify(doc), historyText: JSON.stringify(history) };
	});
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	databases: ReadonlyMap<string, Doc[]>,
	pages: string,
): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://source');
	const [, , database = '', door = '', name = ''] = url.pathname.split('/');
	if (!url.pathname.startsWith('/couch/')) return sendFile(response, pages, url.pathname);
	const docs = databases.get(database);
	if (!docs) return send(response, 404, '{"error":"not_found"}');
	const body = request.method === 'POST' || request.method === 'PUT' ? await read(request) : '';
	switch (door) {
		case '':
			return send(response, 200, infoOf(database, docs));
		case '_changes':
			return send(response, 200, changesOf(docs, url.searchParams));
		case '_bulk_get':
			return send(response, 200, bulkOf(docs, body));
		case '_local':
			if (request.method === 'PUT')
				return send(response, 201, JSON.stringify({ ok: true, id: name, rev: '0-1' }));
			return send(response, 404, '{"error":"not_found","reason":"missing"}');
		default:
			return send(response, 404, '{"error":"not_found"}');
	}
}

function infoOf(database: string, docs: readonly Doc[]): string {
	const counts = { doc_count: docs.length, update_seq: docs.length };
	return JSON.stringify({ db_name: database, instance_start_time: '0', ...counts });
}

function changesOf(docs: readonly Doc[], wanted: URLSearchParams): string {
	const since = Number(wanted.get('since') ?? 0);
	const until = since + Number(wanted.get('limit') ?? docs.length);
	const withDocs = wanted.get('include_docs') === 'true';
	const rows = docs.slice(since, until).map(({ id, rev, text }, n) => {
		const head = `"seq":${since + n + 1},"id":"${id}","changes":[{"rev":"${rev}"}]`;
		return withDocs ? `{${head},"doc":${text}}` : `{${head}}`;
	});
	const last = since + rows.length;
	return `{"results":[${rows.join(',')}],"last_seq":${last},"pending":${docs.length - last}}`;
}

function bulkOf(docs: readonly Doc[], body: string): string {
	const wanted = (JSON.parse(body) as { docs: { id: string }[] }).docs;
	const byId = new Map(docs.map((doc) => [doc.id, doc]));
	const results = wanted.map(
		({ id }) => `{"id":"${id}","docs":[{"ok":${byId.get(id)?.historyText ?? 'null'}}]}`,
	);
	return `{"results":[${results.join(',')}]}`;
}

async function read(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}

function sendFile(response: ServerResponse, pages: string, path: string): void {
	const file = path === '/' ? '/200.html' : path;
	response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
	response.end(readFileSync(join(pages, file)));
}

function send(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(text);
}
