/**
 * The address in a service sheet's QR code: where the customer checks his copy without an account.
 *
 * 1. Who has the sheet has the token, and the token opens that sheet's check and nothing else.
 * 2. It stands behind the `#`: a browser sends that part to nobody, so no log ever has it.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';

/** 128 random bits in base64url. */
export const copyTokenBytes = 16;
export const CopyTokenSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

export const CopyLinkSchema = v.looseObject({ order: IdSchema, token: CopyTokenSchema });
export type CopyLink = v.InferOutput<typeof CopyLinkSchema>;

/** What follows the page's address: `#ORDER.TOKEN`. */
export function copyHash({ order, token }: CopyLink): `#${string}` {
	return `#${order}.${token}`;
}

/** From a whole address or its end; undefined where it names no sheet. */
export function readCopyLink(text: string): CopyLink | undefined {
	const hash = text.slice(text.lastIndexOf('#') + 1);
	const dot = hash.lastIndexOf('.');
	const parsed = v.safeParse(CopyLinkSchema, {
		order: hash.slice(0, Math.max(0, dot)),
		token: hash.slice(dot + 1),
	});
	return parsed.success ? parsed.output : undefined;
}
