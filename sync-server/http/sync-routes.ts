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
	type CommandResult,
} from '#domain/protocol/wire.ts';
import { scopeRoute } from '#server/audit/scope-route.ts';
import { digestRoute } from '#server/digest/digest-route.ts';
import { lookUp } from '#server/lookup/look-up.ts';
import { decidedOf } from '#server/pull/decided.ts';
import { pullPage } from '#server/pull/pull.ts';
import { pullText } from '#server/pull/pull-text.ts';
import type { Authority } from '#server/push/authority.ts';
import { pushBatch, PushEnvelope } from '#server/push/push-batch.ts';
import { ResentCommands } from '#server/push/resent.ts';
import { proofOf, type Proof } from '#server/quarantine/proof.ts';
import { visitorOf } from '#server/scope/visited-places.ts';
import { actorOf, type UserScope } from '#server/scope/user-scopes.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { StoreUnavailable, type DeviceRow } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { OpenStreams } from '#server/stream/open-streams.ts';
import { blobRoutes } from './blob-routes.ts';
import { claimRoute } from './claim-route.ts';
import { importRoute } from './import-route.ts';
import { parseInput, Problem, signedOut } from './problem.ts';
import { quietly } from './rate-headers.ts';
import { rescueRoute } from './rescue-route.ts';
import { handingIn, requireSession, sessionOf } from './session-cookie.ts';
import { streamRoute } from './stream-route.ts';

/** Requests of one user, whatever he signs in on; a device in a hurry makes a few per second. */
export const requestsPerMinuteMax = 1_800;
/** The oldest protocol a device may push with. */
const oldestProtocol = 1;
/** Names the server gives commands of its own and of imports: who took one first would stop them. */
const serversOwnDevice = /^(?:server$|server-|import-|demo-seed|release-)/;
/** Doors for unsent work. */
const handIn = { config: { handIn: true } } as const;
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
		keyGenerator: ({ session, leaver, ip }) => session?.scope.user.id ?? leaver?.user.id ?? ip,
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

	app.post('/hello', handIn, async (request) => {
		const { device, key, undecided = [] } = parseInput(HelloRequest, request.body);
		const { user } = handingIn(request);
		const { code, lastSeq, publicKey } = await deviceOf(device, user.id);
		if (key && publicKey === undefined) await store.keepDeviceKey(device, key);
		return v.parse(HelloResponse, {
			serverTime: clock(),
			epoch: store.epoch,
			oldestProtocol,
			lastSeq,
			deviceCode: code,
			user: { id: user.id, name: user.name, roles: user.roles },
			keys: parts.keys.public,
			...(user.disabled && { disabled: true }),
			decided: await decidedOf(store, device, undecided),
		});
	});

	app.post('/push', { bodyLimit: pushBytesMax, ...handIn }, async (request) => {
		const envelope = parseInput(PushEnvelope, request.body);
		// Restored since the device's hello: it greets again, and hands in first what is lacking here.
		if ((envelope.epoch ?? store.epoch) !== store.epoch) throw new Problem(503, 'busy');
		const results = await pushed(handingIn(request).user.id, envelope);
		return v.parse(PushResponse, { results, serverTime: clock() });
	});

	/** What a device sends, or a rescue file brings from it, in its owner's name with what he may do now. */
	async function pushed(
		id: string,
		{ device, protocol, commands, cursor, resent: facts }: v.InferOutput<typeof PushEnvelope>,
	): Promise<CommandResult[]> {
		if (protocol < oldestProtocol || protocol > protocolVersion)
			throw new Problem(426, 'app-too-old');
		await deviceOf(device, id);
		const proof = proofOf(store, id, cursor);
		const resent = facts && new ResentCommands(facts);
		if (resent && proof?.isFromBefore) await claimAgain(id, resent.claimedIn(commands));
		return pushBatch(desk, device, commands, async () => ({
			...(await authorityNow(id, proof)),
			...(resent && { resent }),
		}));
	}

	/** What he had claimed before the restore, unless somebody has it by now. */
	async function claimAgain(id: string, orders: readonly string[]): Promise<void> {
		const actor = (await scopes.of(id))?.actor;
		for (const record of actor ? orders : []) {
			const order = await readRecord(store, 'workOrder', record).catch(unreadable);
			if (order?.state !== 'new' || !actor) continue;
			const claim = { type: 'workOrder.claim@1', kind: 'workOrder', record, args: {} } as const;
			await parts.administration.execute({ ...claim, actor });
		}
	}

	/** Disabled between two commits, he hands in the rest for the desk. */
	async function authorityNow(id: string, proof: Proof | undefined): Promise<Authority> {
		const scope = await scopes.of(id);
		if (scope) return { ...scope, saw: visitorOf(store, id, clock()), proof };
		const user = await scopes.disabled(id);
		if (!user) throw signedOut();
		return { actor: actorOf(user), proof, disabled: true };
	}

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
			const { grants, actor } = await scopeNow(id);
			const user = { id, grants, roles: actor.roles, at: clock() };
			const page = await pullPage(store, user, cursor, limit);
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
	await app.register(digestRoute, { parts, deviceOf });
	await app.register(importRoute, { parts });
	await app.register(scopeRoute, { parts });
	await app.register(rescueRoute, { parts, dataDir, pushed });
};

/** One record that cannot be read puts off its own commands, and no batch. */
function unreadable(error: unknown): undefined {
	if (error instanceof StoreUnavailable) throw error;
}
