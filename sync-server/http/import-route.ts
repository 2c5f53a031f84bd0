import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import { hasRole } from '#domain/access/roles.ts';
import { importBytesMax, ImportKindSchema, ImportReportSchema } from '#domain/import/report.ts';
import { importFile } from '#server/import/import-file.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { parseInput, Problem } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

const ImportParams = v.object({ kind: ImportKindSchema });

/**
 * `POST import/:kind`, administrators only: the file as it is, as `text/csv`, decoded here because its
 * encoding is part of the question. Answers the report, also for a file that could not be read. One
 * import at a time: two would tell each other's changes as their own.
 */
export const importRoute: FastifyPluginAsync<{ parts: ServerParts }> = async (app, { parts }) => {
	let busy = false;
	app.addContentTypeParser(
		['text/csv', 'application/octet-stream'],
		{ parseAs: 'buffer', bodyLimit: importBytesMax },
		(_request, body, done) => done(null, body),
	);
	app.post('/import/:kind', { bodyLimit: importBytesMax }, async (request) => {
		const { actor } = sessionOf(request).scope;
		if (!hasRole(actor, ['admin'])) throw new Problem(403, 'not-allowed');
		const { kind } = parseInput(ImportParams, request.params);
		const bytes = parseInput(v.instance(Uint8Array), request.body);
		if (busy) throw new Problem(409, 'import-running');
		busy = true;
		try {
			return v.parse(ImportReportSchema, await importFile(kind, bytes, parts.administration));
		} finally {
			busy = false;
		}
	});
};
