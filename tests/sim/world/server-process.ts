import type { FastifyInstance } from 'fastify';
import { instantOf } from '#domain/time/instant.ts';
import { buildApp } from '#server/http/app.ts';
import { serverParts, type ServerParts } from '#server/server-parts.ts';
import type { Backend, Process } from './backend.ts';
import type { Scheduler } from './scheduler.ts';

/** As cheap as the function allows; nobody signs in by password in a story. */
const cheapHash = { memoryKiB: 8, passes: 1 };

interface ServerProcessParts {
	name: string;
	backend: Backend;
	scheduler: Scheduler;
	dataDir: string;
	/** Told of what the server calls a fault of its own. */
	fault: (error: unknown) => void;
}

export interface Answer {
	status: number;
	headers: [string, string][];
	body: Uint8Array;
	text: string;
}

export interface Ask {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string | Uint8Array | undefined;
}

/** The real server behind its doors. Killed, it answers nothing more and writes nothing more. */
export class ServerProcess {
	readonly name: string;
	alive = true;
	/** Its request to a cluster goes out when this resolves. */
	asking: Process['asking'];
	/** Told of what a cluster has carried out for this process, before it hears so itself. */
	carriedOut: Process['carriedOut'];
	parts!: ServerParts;
	#app!: FastifyInstance;
	readonly #killed: (() => void)[] = [];
	readonly #given: ServerProcessParts;

	private constructor(given: ServerProcessParts) {
		this.name = given.name;
		this.#given = given;
	}

	static async start(given: ServerProcessParts): Promise<ServerProcess> {
		const server = new ServerProcess(given);
		await given.scheduler.outside(() => server.#start());
		// What a server that died left unfinished.
		given.scheduler.put(given.name, () => server.parts.releases.recover());
		return server;
	}

	async #start(): Promise<void> {
		const { backend, scheduler, dataDir, fault } = this.#given;
		this.parts = await serverParts({
			store: await backend.connect(this),
			clock: () => instantOf(scheduler.nowMs),
			fault: (error) => {
				if (this.alive) fault(error);
			},
			hashCost: cheapHash,
		});
		const buildDir = `${dataDir}/no-build`;
		this.#app = await buildApp({ parts: this.parts, dataDir, buildDir, logLevel: 'silent' });
		await this.#app.ready();
	}

	/** Never answers when the process dies meanwhile. */
	async answer({ method, url, headers, body }: Ask): Promise<Answer> {
		const payload = body === undefined ? {} : { payload: Buffer.from(body as Uint8Array) };
		const response = await this.#app.inject({ method: method as 'GET', url, headers, ...payload });
		if (!this.alive) await new Promise(() => undefined);
		return {
			status: response.statusCode,
			headers: Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
			body: new Uint8Array(response.rawPayload),
			text: response.payload,
		};
	}

	kill(): void {
		this.alive = false;
		for (const told of this.#killed.splice(0)) told();
	}

	/** Told when the process dies; who was answered before need not care. */
	whenKilled(told: () => void): void {
		this.#killed.push(told);
	}

	/** Ends timers of an app nobody asks any more. */
	async dispose(): Promise<void> {
		await this.#app.close();
	}
}
