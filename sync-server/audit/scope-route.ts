import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import { deskRoles, hasRole } from '#domain/access/roles.ts';
import { AuditScopeRequest, AuditScopeResponse } from '#domain/audit/scope-wire.ts';
import { placeKey } from '#domain/audit/expected.ts';
import { parseInput, Problem } from '#server/http/problem.ts';
import { sessionOf } from '#server/http/session-cookie.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { assetsInScope } from './assets-in-scope.ts';

/** How many machines a scope means now, and what it can be narrowed by. The desk's alone. */
export const scopeRoute: FastifyPluginAsync<{ parts: ServerParts }> = async (app, { parts }) => {
	app.post('/audit-scope', async (request) => {
		const { scope } = parseInput(AuditScopeRequest, request.body);
		if (!hasRole(sessionOf(request).scope.actor, deskRoles)) throw new Problem(403, 'not-allowed');
		const [rooms, categories, departments] = [0, 0, 0].map(() => new Set<string>());
		const places = new Set<string>();
		let assets = 0;
		for await (const { siteId = '', room = '', category, department } of assetsInScope(
			parts.store,
			scope,
		)) {
			assets++;
			places.add(placeKey({ siteId, room }));
			if (room) rooms?.add(room);
			if (category) categories?.add(category);
			if (department) departments?.add(department);
		}
		const sorted = (set: Set<string> | undefined) => [...(set ?? [])].sort();
		const found = { rooms: sorted(rooms), categories: sorted(categories) };
		const departmentsFound = { departments: sorted(departments) };
		return v.parse(AuditScopeResponse, {
			...{ assets, places: places.size, ...found, ...departmentsFound },
		});
	});
};
