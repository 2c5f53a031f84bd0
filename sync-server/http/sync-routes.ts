import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import { deviceCodeOf } from '#domain/numbering/device-code.ts';
import {
	HelloRequest,
	HelloResponse,
	LookupRequest,
	LookupResponse,
	protocolVersion,
	pullRecordsDefault,
	PullRequest,
	pushBytesMax,
	PushResponse,
} from '#domain/protocol/wire.ts';
import { lookUp } from '#server/lookup/look-up.ts';
import { pullPage } from '#server/pull/pull.ts';
import { pullText } from '#server/pull/pull-text.ts';
import { pushBatch, PushEnvelope } from '#server/push/push-batch.ts';
import { visitorOf } from '#server/scope/visited-places.ts';
import type { UserScope } from '#server/scope/user-scopes.ts';
import type { ServerParts } from '#server/server-parts.ts';
import type { DeviceRow } from '#server/store/port.ts';
import type { OpenStreams } from '#server/stream/open-streams.ts';
import { blobRoutes } from './blob-routes.ts';
import { claimRoute } from './claim-route.ts';
import { importRoute } from './import-route.ts';
import { parseInput, Problem, signedOut } from './problem.ts';
import { quietly } from './rate-headers.ts';
import { requireSession, sessionOf } from './session-cookie.ts';
import { streamRoute } from './stream-route.ts';

/** Requests of one user, whatever he signs in on; a device in a hurry makes a few per second. */
export const requestsPerMinuteMax = 1_800;
/** The oldest protocol a device may push with. */
export const oldestProtocol = 1;
/** Names the server gives commands of its own and of imports: who took one first would stop them. */
const serversOwnDevice = /^(?:server$|import-|demo-seed)/;
/** Times a page is read again because the user's scope changed meanwhile. */
const scopeChangesMax = 3;

interface SyncRoutesOptions {
	parts: ServerParts;
	dataDir: string;
	streams: OpenStreams;
}

/** Everything under `/sync/v1`, for who is signed in. */
export const syncRoutes: FastifyPluginAsync<SyncRoutesOptions> = async (
	app,
	{ parts, dataDir, streams },
) => {
	const { store, clock, scopes, sessions, desk } = parts;
	app.addHook('onRequest', requireSession(sessions));
	await app.register(rateLimit, {
		hook: 'preHandler',
		max: requestsPerMinuteMax,
		timeWindow: '1 minute',
		...quietly,
		keyGenerator: (request) => request.session?.scope.user.id ?? request.ip,
	});

	/** The scope as it is now, which a write since the session was read may have changed. */
	async function scopeNow(userId: string): Promise<UserScope> {
		const scope = await scopes.of(userId);
		if (!scope) throw signedOut();
		return scope;
	}

	/** A device belongs to the user it was first seen with. */
	async function deviceOf(id: string, userId: string): Promise<DeviceRow> {
		if (serversOwnDevice.test(id)) throw new Problem(403, 'device-of-another');
		const device = await store.registerDevice(id, userId, deviceCodeOf);
		if (device.userId !== userId) throw new Problem(403, 'device-of-another');
		return device;
	}

	app.post('/hello', async (request) => {
		const { device } = parseInput(HelloRequest, request.body);
		const { user } = sessionOf(request).scope;
		const { code, lastSeq } = await deviceOf(device, user.id);
		return v.parse(HelloResponse, {
			serverTime: clock(),
			epoch: store.epoch,
			oldestProtocol,
			lastSeq,
			deviceCode: code,
			user: { id: user.id, name: user.name, roles: user.roles },
		});
	});

	app.post('/push', { bodyLimit: pushBytesMax }, async (request) => {
		const { device, protocol, commands } = parseInput(PushEnvelope, request.body);
		if (protocol < oldestProtocol || protocol > protocolVersion)
			throw new Problem(426, 'app-too-old');
		const { user } = sessionOf(request).scope;
		await deviceOf(device, user.id);
		const results = await pushBatch(desk, device, commands, async () => {
			const { actor, grants } = await scopeNow(user.id);
			return { actor, grants, saw: visitorOf(store, user.id, clock()) };
		});
		return v.parse(PushResponse, { results, serverTime: clock() });
	});

	app.post('/pull', async (request, reply) => {
		const { device, cursor, limit = pullRecordsDefault } = parseInput(PullRequest, request.body);
		const { id } = sessionOf(request).scope.user;
		await deviceOf(device, id);
		const { page, grants } = await steadyPage(id, cursor, limit);
		const text = pullText(page, { grants: [...grants], epoch: store.epoch, serverTime: clock() });
		return reply.type('application/json; charset=utf-8').send(text);
	});

	/** A page of one and the same scope from its first to its last row. */
	async function steadyPage(id: string, cursor: string | undefined, limit: number) {
		for (let round = 1; ; round++) {
			const { grants } = await scopeNow(id);
			const page = await pullPage(store, { id, grants }, cursor, limit);
			const after = await scopeNow(id);
			if (after.grants === grants || round > scopeChangesMax) return { page, grants };
		}
	}

	app.post('/lookup', async (request) => {
		const wanted = parseInput(LookupRequest, request.body);
		const records = await lookUp(store, sessionOf(request).scope, wanted);
		return v.parse(LookupResponse, { records });
	});

	await app.register(streamRoute, { parts, streams });
	await app.register(blobRoutes, { parts, dataDir });
	await app.register(claimRoute, { parts });
	await app.register(importRoute, { parts });
};
