import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** Memory-hard on purpose: 64 MiB and three passes, 0.2 s on two slow cores. */
export interface HashCost {
	memoryKiB: number;
	passes: number;
}
export const hashCost: HashCost = { memoryKiB: 64 * 1024, passes: 3 };
const parallelism = 1;
const saltBytes = 16;
const tagBytes = 32;

/** The hash with its parameters, in the usual spelling `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string, cost: HashCost = hashCost): Promise<string> {
	const salt = randomBytes(saltBytes);
	const tag = await tagOf(password, salt, cost);
	const parameters = `m=${cost.memoryKiB},t=${cost.passes},p=${parallelism}`;
	return `$argon2id$v=19$${parameters}$${base64(salt)}$${base64(tag)}`;
}

export interface PasswordCheck {
	ok: boolean;
	/** The hash was made at another cost: make a new one now that the password is known. */
	stale: boolean;
}

export async function checkPassword(
	password: string,
	hash: string,
	cost: HashCost = hashCost,
): Promise<PasswordCheck> {
	const [, memory, passes, salt, tag] = hashText.exec(hash) ?? [];
	if (!memory || !passes || !salt || !tag)
		throw new Error('a stored password hash is not readable');
	const own = { memoryKiB: Number(memory), passes: Number(passes) };
	const wanted = Buffer.from(tag, 'base64');
	const given = await tagOf(password, Buffer.from(salt, 'base64'), own);
	const ok = given.length === wanted.length && timingSafeEqual(given, wanted);
	return { ok, stale: own.memoryKiB !== cost.memoryKiB || own.passes !== cost.passes };
}

const hashText = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/;

function tagOf(password: string, nonce: Buffer, { memoryKiB, passes }: HashCost): Promise<Buffer> {
	return derive('argon2id', {
		message: Buffer.from(password.normalize('NFC')),
		nonce,
		memory: memoryKiB,
		passes,
		parallelism,
		tagLength: tagBytes,
	});
}

function base64(bytes: Buffer): string {
	return bytes.toString('base64').replaceAll('=', '');
}
