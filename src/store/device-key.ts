/**
 * What this installation signs with. The private key never leaves the browser: it cannot be read
 * out, only used, and lies in the account's database beside the device id.
 *
 * 1. One key for one device id; a renewed device (`renew-device.ts`) makes a new one.
 * 2. Two tabs making it at once end with the same: the first one written stays.
 * 3. A browser that cannot make or keep one works as before, unsigned.
 */
import { fromBase64, toBase64 } from './base64.ts';
import type { Database } from './database.ts';
import { metaOf, readMeta, writeMeta, type MetaValues } from './meta.ts';

const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const scheme = { name: 'ECDSA', hash: 'SHA-256' };
const encoder = new TextEncoder();

export type DeviceKey = MetaValues['deviceKey'];

/** Made at first need. Undefined where this browser cannot. */
export async function deviceKey(database: Database): Promise<DeviceKey | undefined> {
	const known = await keptKey(database);
	if (known) return known;
	try {
		return await keep(database, await makeKey());
	} catch (error) {
		console.warn('this device has no key of its own', error);
		return undefined;
	}
}

/** Base64, r and s. */
export async function signWith(
	{ privateKey }: DeviceKey,
	message: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
	const bytes = typeof message === 'string' ? encoder.encode(message) : message;
	return toBase64(await crypto.subtle.sign(scheme, privateKey, bytes));
}

/** ECDSA P-256 over SHA-256. False for whatever is wrong with key or signature. */
export async function isSignedBy(
	publicKey: string,
	text: string,
	signature: string,
): Promise<boolean> {
	try {
		const key = await crypto.subtle.importKey('spki', fromBase64(publicKey), curve, false, [
			'verify',
		]);
		return await crypto.subtle.verify(scheme, key, fromBase64(signature), encoder.encode(text));
	} catch {
		return false;
	}
}

async function keptKey(database: Database): Promise<DeviceKey | undefined> {
	const { deviceKey: key, device } = await metaOf(database, 'deviceKey', 'device');
	return key?.device === device ? key : undefined;
}

async function makeKey(): Promise<Omit<DeviceKey, 'device'>> {
	const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
	const publicKey = toBase64(await crypto.subtle.exportKey('spki', pair.publicKey));
	return { privateKey: pair.privateKey, publicKey };
}

function keep(
	database: Database,
	made: Omit<DeviceKey, 'device'>,
): PromiseLike<DeviceKey | undefined> {
	return database.transaction('rw', database.meta, async () => {
		const known = await keptKey(database);
		const device = await readMeta(database, 'device');
		if (known || !device) return known;
		await writeMeta(database, 'deviceKey', { device, ...made });
		return { device, ...made };
	});
}
