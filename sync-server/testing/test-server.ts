import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Role } from '#domain/access/roles.ts';
import type { Command } from '#domain/command.ts';
import { organisationId } from '#domain/organisation/records.ts';
import { PullResponse, PushResponse, type CommandResult } from '#domain/protocol/wire.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { Administration } from '#server/administration.ts';
import { buildApp } from '#server/http/app.ts';
import { sessionCookie } from '#server/http/session-cookie.ts';
import type { Post } from '#server/mail/mails.ts';
import { serverParts, type ServerParts } from '#server/server-parts.ts';
import { MemoryStore } from '#server/store/memory.ts';
import type { Store } from '#server/store/port.ts';

/** As cheap as the function allows: tests sign in all the time. */
export const cheapHash = { memoryKiB: 8, passes: 1 };
export const password = 'correct horse';
export const start = '2026-11-21T02:00:00.000Z' as Instant;

/** A server in the process, on a clock that is set by hand. */
export class TestServer {
	readonly app: FastifyInstance;
	readonly parts: ServerParts;
	readonly dataDir: string;
	readonly #time: { now: Instant };
	readonly #faults: unknown[];

	private constructor(
		app: FastifyInstance,
		parts: ServerParts,
		dataDir: string,
		time: { now: Instant },
		faults: unknown[],
	) {
		this.app = app;
		this.parts = parts;
		this.dataDir = dataDir;
		this.#time = time;
		this.#faults = faults;
	}

	static async open(
		options: { store?: Store; dataDir?: string; buildDir?: string; post?: Post } = {},
	): Promise<TestServer> {
		const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'outpost-'));
		const time = { now: start };
		const faults: unknown[] = [];
		const parts = await serverParts({
			store: options.store ?? new MemoryStore(),
			clock: () => time.now,
			fault: (error) => faults.push(error),
			hashCost: cheapHash,
			post: options.post,
		});
		const buildDir = options.buildDir ?? join(dataDir, 'no-build');
		const app = await buildApp({ parts, dataDir, buildDir, logLevel: 'silent' });
		return new TestServer(app, parts, dataDir, time, faults);
	}

	get administration(): Administration {
		return this.parts.administration;
	}

	get now(): Instant {
		return this.#time.now;
	}

	/** Errors of ours that a command ran into. */
	get faults(): readonly unknown[] {
		return this.#faults;
	}

	/** After faults that a test made itself. */
	forgetFaults(): void {
		this.#faults.length = 0;
	}

	pass(minutes: number): void {
		this.#time.now = addMinutes(this.#time.now, minutes);
	}

	async close(): Promise<void> {
		await this.app.close();
		await filesAtRest();
		rmSync(this.dataDir, { recursive: true, force: true });
	}

	/** The organisation and one person per name, each with the account of that name. */
	async staff(people: Record<string, Role[]>): Promise<void> {
		await this.must('organisation.register@1', organisationId, {
			set: { name: 'Test', zone: 'Asia/Shanghai' },
		});
		for (const [account, roles] of Object.entries(people)) {
			const set = { name: account, account, roles, deskIds: ['desk-default'] };
			await this.must('user.register@1', `u-${account}`, { set });
			await this.administration.setPassword(`u-${account}`, account, password);
		}
	}

	/** A command of the server's own that has to be taken. */
	async must(type: string, record: string, args: Record<string, unknown>): Promise<CommandResult> {
		const kind = kindOf(type);
		const result = await this.administration.execute({ type, kind, record, args });
		if (result.outcome !== 'applied') throw new Error(`${type}: ${JSON.stringify(result)}`);
		return result;
	}

	/** A customer with a site and an asset in it: `c-X`, `s-X`, `a-X`. */
	async premises(name: string): Promise<void> {
		const customerId = `c-${name}`;
		const siteId = `s-${name}`;
		await this.must('customer.register@1', customerId, { set: { name } });
		await this.must('site.register@1', siteId, { set: { name, customerId } });
		await this.must('asset.register@1', `a-${name}`, {
			set: { tag: `TAG-${name}`, name: `打印机 ${name}`, serial: `SN-${name}`, customerId, siteId },
		});
	}

	/** An order at those premises, dispatched where an engineer is named. */
	async order(id: string, premises: string, engineer?: string): Promise<void> {
		await this.must('workOrder.create@1', id, orderArgs(premises));
		if (engineer) await this.dispatch(id, engineer);
	}

	async dispatch(id: string, engineer: string, reason?: string): Promise<void> {
		await this.must('workOrder.dispatch@1', id, {
			assigneeId: `u-${engineer}`,
			...(reason && { reason }),
		});
	}

	async signIn(account: string): Promise<TestDevice> {
		const response = await this.app.inject({
			method: 'POST',
			url: '/session',
			payload: { account, password },
		});
		const cookie = response.cookies.find(({ name }) => name === sessionCookie);
		if (!cookie) throw new Error(`no session for ${account}: ${response.body}`);
		return new TestDevice(this, `device-${account}`, cookie.value);
	}
}

/** A signed-in installation: knows its cookie and counts its commands. */
export class TestDevice {
	readonly server: TestServer;
	readonly id: string;
	readonly token: string;
	seq = 0;
	/** Cursor it proves with what it had seen. */
	proof: string | undefined;

	constructor(server: TestServer, id: string, token: string) {
		this.server = server;
		this.id = id;
		this.token = token;
	}

	request(
		method: 'GET' | 'HEAD' | 'POST' | 'DELETE',
		url: string,
		payload?: object,
	): Promise<LightMyRequestResponse> {
		return this.server.app.inject({
			method,
			url,
			cookies: { [sessionCookie]: this.token },
			...(payload && { payload }),
		});
	}

	command(type: string, record: string, args: Record<string, unknown> = {}): Command {
		const now = this.server.now;
		return {
			device: this.id,
			seq: ++this.seq,
			type,
			kind: kindOf(type),
			record,
			args,
			at: { raw: now, offsetMs: 0, effective: now },
		};
	}

	async push(...commands: readonly unknown[]): Promise<CommandResult[]> {
		const cursor = this.proof && { cursor: this.proof };
		const payload = { device: this.id, protocol: 1, commands, ...cursor };
		const response = await this.request('POST', '/sync/v1/push', payload);
		return v.parse(PushResponse, response.json()).results;
	}

	async pull(cursor?: string, limit?: number): Promise<v.InferOutput<typeof PullResponse>> {
		const payload = { device: this.id, ...(cursor && { cursor }), ...(limit && { limit }) };
		const response = await this.request('POST', '/sync/v1/pull', payload);
		return v.parse(PullResponse, response.json());
	}
}

/** The upload library makes its folder without saying when: removing it under its hands would throw. */
async function filesAtRest(): Promise<void> {
	while (process.getActiveResourcesInfo().includes('FSReqCallback'))
		await new Promise((resolve) => setImmediate(resolve));
}

export function orderArgs(premises: string): Record<string, unknown> {
	return {
		orderKind: 'fault',
		channel: 'phone',
		requester: { name: '张三' },
		customerId: `c-${premises}`,
		siteId: `s-${premises}`,
		summary: `打印机卡纸 ${premises}`,
		impact: 'medium',
		urgency: 'medium',
		lines: [{ asset: { id: `a-${premises}`, tag: `TAG-${premises}` } }],
	};
}

function kindOf(type: string): Command['kind'] {
	return type.slice(0, type.indexOf('.')) as Command['kind'];
}
