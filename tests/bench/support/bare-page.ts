import type { Dexie } from 'dexie';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { openStates } from '#domain/work-order/states.ts';

/** Outside of the service worker's reach: see its denylist. */
export const barePath = '/lan/bare.html';

const dexieFile = new URL(import.meta.resolve('dexie/dist/dexie.min.js'));

/**
 * The least a list of the same orders can cost: one document with Dexie in it, the same database, one
 * query, one line per row. No framework, no styles, no other file. Served at the app's own address,
 * because the database belongs to it; gives the function that ends it.
 */
export async function serveBarePage(
	port: number,
	engineerId: string,
): Promise<() => Promise<void>> {
	const text = pageText(engineerId);
	const server = createServer((request, response) => {
		const known = request.url === barePath;
		response.writeHead(known ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
		response.end(known ? text : '');
	}).listen(port, '127.0.0.1');
	await once(server, 'listening');
	return async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
}

function pageText(engineerId: string): string {
	const dexie = readFileSync(fileURLToPath(dexieFile), 'utf8');
	const given = JSON.stringify({ engineerId, openStates });
	return `<!doctype html><meta charset="utf-8"><main></main>
<script>${dexie}</script><script>(${showOrders.toString()})(${given})</script>`;
}

interface OrderRow {
	id: string;
	assigneeId?: string;
	body: { sealed: { summary: string } };
}

/** Runs in the page. */
async function showOrders(given: { engineerId: string; openStates: readonly string[] }) {
	const { Dexie: Database } = globalThis as unknown as { Dexie: typeof Dexie };
	const db = await new Database(`outpost-${given.engineerId}`).open();
	const rows = await db
		.table<OrderRow>('records')
		.where('[kind+state]')
		.anyOf(given.openStates.map((state) => ['workOrder', state]))
		.toArray();
	const main = document.querySelector('main');
	for (const { id, body, assigneeId } of rows) {
		if (assigneeId !== given.engineerId) continue;
		const row = document.createElement('a');
		row.href = `/work-orders/${id}`;
		row.textContent = body.sealed.summary;
		main?.append(row, document.createElement('br'));
	}
}
