/** `POST /sync/v1/audit-scope`: a campaign's scope before it is opened. The register lies on no desk's device. */
import * as v from 'valibot';
import { AuditScopeSchema } from './campaign.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const AuditScopeRequest = v.looseObject({ scope: AuditScopeSchema });
export const AuditScopeResponse = v.looseObject({
	assets: count,
	places: count,
	/** What it can be narrowed by. */
	rooms: v.array(v.string()),
	categories: v.array(v.string()),
	departments: v.array(v.string()),
});
export type AuditScopeResponse = v.InferOutput<typeof AuditScopeResponse>;
