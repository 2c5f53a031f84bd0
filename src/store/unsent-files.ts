/**
 * How the second copy of unsent work lies in its files. A call's commands are one file, named by their
 * first and last sequence number; a blob is one file for each record it waits for.
 *
 * What is read here may be anything: a file that does not parse is no copy.
 */
import { CommandSchema } from '#domain/command.ts';
import { BlobTypeSchema } from '#domain/protocol/blob.ts';
import { InstantSchema } from '#domain/time/instant.ts';
import * as v from 'valibot';
import { sha256Of } from './blob-store.ts';
import type { Codec } from './codec.ts';
import type { NewBlob } from './keep-blob.ts';
import type { PrivateFiles } from './private-files.ts';
import { blobRoles, type OutboxRow } from './rows.ts';

const formatVersion = 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const lengthBytes = 4;

export interface CallName {
	name: string;
	first: number;
	last: number;
}

export interface BlobName {
	name: string;
	sha256: string;
	recordId: string;
}

const callPattern = /^c-(\d+)-(\d+)$/;
const blobPattern = /^b-([0-9a-f]{64})-(.+)$/;

export function callNames(names: readonly string[]): CallName[] {
	return names.flatMap((name) => {
		const match = callPattern.exec(name);
		return match ? [{ name, first: Number(match[1]), last: Number(match[2]) }] : [];
	});
}

export function blobNames(names: readonly string[]): BlobName[] {
	return names.flatMap((name) => {
		const [, sha256, id] = blobPattern.exec(name) ?? [];
		return sha256 && id ? [{ name, sha256, recordId: decodeURIComponent(id) }] : [];
	});
}

export function nameOfCall(rows: readonly OutboxRow[]): string {
	return `c-${rows[0]?.seq ?? 0}-${rows.at(-1)?.seq ?? 0}`;
}

export function nameOfBlob(sha256: string, recordId: string): string {
	return `b-${sha256}-${encodeURIComponent(recordId)}`;
}

const CallFile = v.object({
	version: v.literal(formatVersion),
	/** The cursor its records were held under. */
	cursor: v.optional(v.string()),
	rows: v.array(
		v.object({
			command: v.object({ sealed: v.unknown() }),
			title: v.object({ code: v.optional(v.string()), name: v.optional(v.string()) }),
			queuedAt: InstantSchema,
			nonce: v.string(),
			blobs: v.array(v.string()),
		}),
	),
});

export interface CallCopy {
	cursor?: string | undefined;
	/** As they were queued. */
	rows: OutboxRow[];
}

export function callContent({ cursor, rows }: CallCopy): Uint8Array<ArrayBuffer> {
	const copied = rows.map(({ command, title, queuedAt, nonce, blobs }) => ({
		...{ command, title, queuedAt, nonce, blobs },
	}));
	const file = { version: formatVersion, ...(cursor && { cursor }), rows: copied };
	return encoder.encode(JSON.stringify(file));
}

/** Undefined where it is damaged. */
export async function readCall(
	files: PrivateFiles,
	codec: Codec,
	name: string,
): Promise<CallCopy | undefined> {
	try {
		const text = decoder.decode(await files.read(name));
		const { cursor, rows } = v.parse(CallFile, JSON.parse(text));
		return { cursor, rows: rows.map((row) => queuedRow(codec, row)) };
	} catch (error) {
		console.warn(`a copy of unsent work cannot be read: ${name}`, error);
		return undefined;
	}
}

type CopiedRow = v.InferOutput<typeof CallFile>['rows'][number];

function queuedRow(codec: Codec, { command: sealed, title, ...row }: CopiedRow): OutboxRow {
	const { seq, record, kind, type } = v.parse(CommandSchema, codec.open(sealed));
	const { code, name } = title;
	return {
		...{ seq, record, kind, type, command: sealed, status: 'queued' },
		title: { ...(code && { code }), ...(name && { name }) },
		...row,
	};
}

const BlobHead = v.object({ type: BlobTypeSchema, role: v.picklist(blobRoles) });
export type BlobHead = v.InferOutput<typeof BlobHead>;

/** Length of the head, the head as JSON, the bytes as they lie in the database. */
export function blobContent(head: BlobHead, sealed: ArrayBuffer): Uint8Array<ArrayBuffer> {
	const json = encoder.encode(JSON.stringify(head));
	const content = new Uint8Array(lengthBytes + json.length + sealed.byteLength);
	new DataView(content.buffer).setUint32(0, json.length);
	content.set(json, lengthBytes);
	content.set(new Uint8Array(sealed), lengthBytes + json.length);
	return content;
}

/** Undefined where it is damaged. */
export async function readBlob(
	files: PrivateFiles,
	codec: Codec,
	{ name, sha256, recordId }: BlobName,
): Promise<NewBlob | undefined> {
	try {
		const content = await files.read(name);
		const headBytes = new DataView(content).getUint32(0);
		const json = decoder.decode(content.slice(lengthBytes, lengthBytes + headBytes));
		const { type, role } = v.parse(BlobHead, JSON.parse(json));
		const data = codec.openBytes(content.slice(lengthBytes + headBytes));
		if ((await sha256Of(data)) !== sha256) throw new Error('other bytes than its name says');
		return { sha256, recordId, type, role, data };
	} catch (error) {
		console.warn(`a copy of unsent bytes cannot be read: ${name}`, error);
		return undefined;
	}
}
