import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import { hasRole } from '#domain/access/roles.ts';
import {
	AssetBegunSchema,
	AssetCheckSchema,
	AssetImportOrderSchema,
	AssetLookSchema,
	importBytesMax,
	ImportReportSchema,
} from '#domain/import/report.ts';
import { IdSchema } from '#domain/record.ts';
import { importIncidents } from '#server/import/import-incidents.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { parseInput, Problem } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

const orderTextMax = 16_384;
/** An order as it stands in the address: which column is what is no secret, and the body is the file. */
const OrderText = v.pipe(
	v.string(),
	v.maxLength(orderTextMax),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		try {
			return JSON.parse(dataset.value) as unknown;
		} catch {
			addIssue({ message: 'no JSON' });
			return NEVER;
		}
	}),
	AssetImportOrderSchema,
);
const CheckQuery = v.object({ order: OrderText });
const RunQuery = v.object({
	order: OrderText,
	id: IdSchema,
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});

/**
 * `POST import/assets/look|check|run`, who keeps the register: the file as it is, decoded here because
 * its encoding is part of the question; it is sent with every step, so no server keeps it. `look` tells
 * what its columns are, `check` what it would do, `run` begins and tells the id of the record in which
 * it goes on. `POST import/incidents`, administrators: answers the report. One file at a time.
 */
export const importRoute: FastifyPluginAsync<{ parts: ServerParts }> = async (app, { parts }) => {
	let busy = false;
	app.addContentTypeParser(
		['text/csv', 'application/octet-stream'],
		{ parseAs: 'buffer', bodyLimit: importBytesMax },
		(_request, body, done) => done(null, body),
	);
	const limits = { bodyLimit: importBytesMax };

	async function alone<T>(work: () => Promise<T>): Promise<T> {
		if (busy) throw new Problem(409, 'import-running');
		busy = true;
		try {
			return await work();
		} finally {
			busy = false;
		}
	}
	const bytesOf = (body: unknown) => parseInput(v.instance(Uint8Array), body);
	function keeperOf(request: Parameters<typeof sessionOf>[0]) {
		const { actor } = sessionOf(request).scope;
		if (!hasRole(actor, ['admin', 'storekeeper'])) throw new Problem(403, 'not-allowed');
		return actor;
	}

	app.post('/import/incidents', limits, async (request) => {
		if (!hasRole(sessionOf(request).scope.actor, ['admin'])) throw new Problem(403, 'not-allowed');
		const bytes = bytesOf(request.body);
		const report = await alone(() => importIncidents(bytes, parts.administration));
		return v.parse(ImportReportSchema, report);
	});

	app.post('/import/assets/look', limits, async (request) => {
		keeperOf(request);
		const bytes = bytesOf(request.body);
		return v.parse(AssetLookSchema, await alone(() => parts.imports.look(bytes)));
	});

	app.post('/import/assets/check', limits, async (request) => {
		const actor = keeperOf(request);
		const { order } = parseInput(CheckQuery, request.query);
		const bytes = bytesOf(request.body);
		return v.parse(
			AssetCheckSchema,
			await alone(() => parts.imports.check({ bytes, order, actor })),
		);
	});

	app.post('/import/assets/run', limits, async (request) => {
		const actor = keeperOf(request);
		const { order, id, name } = parseInput(RunQuery, request.query);
		const bytes = bytesOf(request.body);
		const begun = await alone(() => parts.imports.run(id, { bytes, name, order, actor }));
		if (!begun) throw new Problem(409, 'import-running');
		return v.parse(AssetBegunSchema, begun);
	});
};
