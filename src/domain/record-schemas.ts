import * as v from 'valibot';
import { AssetSchema } from './asset/asset.ts';
import { AssetImportSchema } from './import/asset-import.ts';
import { AssetCategoriesSchema } from './asset/categories.ts';
import { AuditCampaignSchema } from './audit/campaign.ts';
import { AuditCountSchema } from './audit/count.ts';
import { AuditRoomSchema } from './audit/expected.ts';
import { AuditReviewSchema } from './audit/review.ts';
import { TaxonomySchema } from './catalogue/fault-causes.ts';
import { ServiceItemSchema } from './catalogue/service-item.ts';
import { ContactSchema, CustomerSchema, SiteSchema } from './customer/records.ts';
import { ArticleSchema } from './knowledge/article.ts';
import { LibraryItemSchema } from './library/library-item.ts';
import {
	CalendarSchema,
	DeskSchema,
	OrganisationSchema,
	ServicePolicySchema,
	UserSchema,
} from './organisation/records.ts';
import { QuarantineSchema } from './quarantine/quarantine.ts';
import { InspectionSchema } from './inspection/inspection.ts';
import type { RecordKind } from './record.ts';
import { PartSchema } from './stock/part.ts';
import { StockSchema } from './stock/stock.ts';
import { RepairSchema } from './repair/repair.ts';
import { WorkOrderSchema } from './work-order/work-order.ts';

/** The schema of every kind of record: both sides parse with it at every door. */
const recordSchemas = {
	workOrder: WorkOrderSchema,
	asset: AssetSchema,
	article: ArticleSchema,
	repair: RepairSchema,
	customer: CustomerSchema,
	site: SiteSchema,
	contact: ContactSchema,
	serviceItem: ServiceItemSchema,
	taxonomy: TaxonomySchema,
	assetCategories: AssetCategoriesSchema,
	user: UserSchema,
	desk: DeskSchema,
	calendar: CalendarSchema,
	servicePolicy: ServicePolicySchema,
	organisation: OrganisationSchema,
	quarantine: QuarantineSchema,
	part: PartSchema,
	stock: StockSchema,
	libraryItem: LibraryItemSchema,
	auditCampaign: AuditCampaignSchema,
	auditRoom: AuditRoomSchema,
	auditCount: AuditCountSchema,
	auditReview: AuditReviewSchema,
	assetImport: AssetImportSchema,
	inspection: InspectionSchema,
} as const satisfies Record<RecordKind, v.GenericSchema>;

export type RecordOf<K extends RecordKind> = v.InferOutput<(typeof recordSchemas)[K]>;
export type AnyRecord = { [K in RecordKind]: RecordOf<K> }[RecordKind];

export function parseRecord<K extends RecordKind>(kind: K, raw: unknown): RecordOf<K> {
	return v.parse(recordSchemas[kind], raw);
}
