/**
 * Reads what the server answers at the `online` port: parsed, or no answer. Loaded with the first
 * answer, so that the schemas of every question there is do not lie in front of the first screen.
 */
import * as v from 'valibot';
import { RoleSchema } from '#domain/access/roles.ts';
import { AuditScopeResponse } from '#domain/audit/scope-wire.ts';
import { CopyResponse, ReportedSchema } from '#domain/copy/copy-wire.ts';
import {
	AssetBegunSchema,
	AssetCheckSchema,
	AssetLookSchema,
	ImportReportSchema,
} from '#domain/import/report.ts';
import { BlobTypeSchema, type BlobType } from '#domain/protocol/blob.ts';
import {
	ClaimableOrder,
	ErrorResponse,
	LookupResponse,
	SessionResponse,
} from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import { RescueReportSchema } from '#domain/rescue/rescue-report.ts';
import { AccountSchema, type Account } from '#store/accounts.ts';
import type { OnlineRefusal, OnlineResult } from './online-result.ts';

type NoAnswer = { ok: false; refusal: OnlineRefusal };
const noAnswer: NoAnswer = { ok: false, refusal: { kind: 'offline' } };

export async function refusalOf(response: Response): Promise<NoAnswer> {
	const parsed = v.safeParse(ErrorResponse, await jsonOf(response));
	if (!parsed.success) return noAnswer;
	const { kind, retryAfterS } = parsed.output.error;
	return { ok: false, refusal: { kind, ...(retryAfterS !== undefined && { retryAfterS }) } };
}

export async function accountOf(response: Response): Promise<OnlineResult<Account>> {
	const parsed = v.safeParse(SessionResponse, await jsonOf(response));
	if (!parsed.success) return noAnswer;
	const { id, account, name, roles, deskIds, customerId } = parsed.output.user;
	const known = roles.filter((role) => v.is(RoleSchema, role));
	const raw = {
		userId: id,
		account,
		name,
		roles: known,
		deskIds,
		...(customerId && { customerId }),
	};
	return { ok: true, value: v.parse(AccountSchema, raw) };
}

/** Records this version cannot read are left out. */
export async function recordsOf(
	kind: RecordKind,
	response: Response,
): Promise<OnlineResult<AnyRecord[]>> {
	const found = await foundOf(response);
	if (!found.ok) return found;
	const records = found.value.map((body) => readable(() => parseRecord(kind, body)));
	return { ok: true, value: records.filter((record) => record !== undefined) };
}

export async function claimableOf(response: Response): Promise<OnlineResult<ClaimableOrder[]>> {
	const found = await foundOf(response);
	if (!found.ok) return found;
	const orders = found.value.flatMap((body) => {
		const parsed = v.safeParse(ClaimableOrder, body);
		return parsed.success ? [parsed.output] : [];
	});
	return { ok: true, value: orders };
}

async function foundOf(response: Response): Promise<OnlineResult<unknown[]>> {
	const answer = await parsedOf(LookupResponse, response);
	if (!answer.ok) return answer;
	return { ok: true, value: answer.value.records.map(({ body }) => body) };
}

export const copyOf = (response: Response) => parsedOf(CopyResponse, response);
export const auditScopeOf = (response: Response) => parsedOf(AuditScopeResponse, response);
export const reportedOf = (response: Response) => parsedOf(ReportedSchema, response);
export const importReportOf = (response: Response) => parsedOf(ImportReportSchema, response);
export const assetLookOf = (response: Response) => parsedOf(AssetLookSchema, response);
export const assetCheckOf = (response: Response) => parsedOf(AssetCheckSchema, response);
export const assetBegunOf = (response: Response) => parsedOf(AssetBegunSchema, response);
export const rescueReportOf = (response: Response) => parsedOf(RescueReportSchema, response);

export async function blobOf(
	response: Response,
): Promise<OnlineResult<{ data: ArrayBuffer; type: BlobType }>> {
	const type = v.safeParse(BlobTypeSchema, response.headers.get('content-type')?.split(';')[0]);
	if (!type.success) return noAnswer;
	try {
		return { ok: true, value: { data: await response.arrayBuffer(), type: type.output } };
	} catch {
		return noAnswer;
	}
}

async function parsedOf<S extends v.GenericSchema>(
	schema: S,
	response: Response,
): Promise<OnlineResult<v.InferOutput<S>>> {
	const parsed = v.safeParse(schema, await jsonOf(response));
	return parsed.success ? { ok: true, value: parsed.output } : noAnswer;
}

function readable(parse: () => AnyRecord): AnyRecord | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}

async function jsonOf(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return undefined;
	}
}
