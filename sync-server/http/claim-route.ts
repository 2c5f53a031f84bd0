import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import { ClaimRequest, ClaimResponse } from '#domain/protocol/wire.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { readRecord } from '#server/store/stored-body.ts';
import { notFound, parseInput, Problem, signedOut } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

/**
 * `POST /claim {record}`: an engineer takes a new order of his desk (src/decisions/0006-claim.md). The
 * server executes `workOrder.claim@1` in his name. `taken` is said to engineers of that desk or
 * station only; everybody else gets the answer for an order that is not there. Asking again for what
 * one has claimed already is a success: the first answer may have been lost.
 */
export const claimRoute: FastifyPluginAsync<{ parts: ServerParts }> = async (
	app,
	{ parts: { store, scopes, administration } },
) => {
	app.post('/claim', async (request) => {
		const { record } = parseInput(ClaimRequest, request.body);
		const scope = await scopes.of(sessionOf(request).scope.user.id);
		if (!scope) throw signedOut();
		const { actor } = scope;
		const command = {
			type: 'workOrder.claim@1',
			kind: 'workOrder',
			record,
			args: {},
			actor,
		} as const;
		const { outcome, refusal } = await administration.execute(command);
		if (outcome === 'applied') return v.parse(ClaimResponse, { record });
		if (refusal?.kind === 'server-fault') throw new Problem(500, 'server-fault');
		if (refusal?.kind !== 'wrong-state') throw notFound();
		const order = await readRecord(store, 'workOrder', record);
		if (order?.assigneeId !== actor.userId) throw new Problem(409, 'taken');
		return v.parse(ClaimResponse, { record });
	});
};
