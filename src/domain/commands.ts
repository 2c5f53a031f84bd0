import { accessoryCommands } from './asset/accessory-commands.ts';
import { assetCommands } from './asset/commands.ts';
import { assetImportCommands } from './asset/import-commands.ts';
import { assetImportJobCommands } from './import/asset-import.ts';
import { categoryCommands } from './asset/category-commands.ts';
import { correctionCommands } from './asset/correction-commands.ts';
import { catalogueCommands } from './catalogue/commands.ts';
import { adjustCommands } from './audit/adjust-command.ts';
import { campaignCommands } from './audit/campaign-commands.ts';
import { signCommands } from './audit/sign-commands.ts';
import { countCommands } from './audit/count-commands.ts';
import { reviewCommands } from './audit/review-commands.ts';
import type { CommandDefinition } from './command.ts';
import { inspectionPlanCommands } from './inspection/plan-commands.ts';
import { inspectionRoundCommands } from './inspection/round-commands.ts';
import { labelCommands } from './asset/label-commands.ts';
import { foundCommands } from './asset/found.ts';
import { lifeCommands } from './asset/life-commands.ts';
import { relationCommands } from './asset/relation-commands.ts';
import { retirementCommands } from './asset/retirement-commands.ts';
import { swapCommands } from './asset/swap-commands.ts';
import { articleCommands } from './knowledge/commands.ts';
import { libraryCommands } from './library/commands.ts';
import { organisationMailCommands } from './organisation/mail-commands.ts';
import { locationRuleCommands } from './organisation/location-rule-commands.ts';
import { paperTemplateCommands } from './organisation/paper-template-commands.ts';
import { quarantineCommands } from './quarantine/commands.ts';
import type { AnyRecord } from './record-schemas.ts';
import { registerCommands } from './registers.ts';
import { partCommands } from './stock/part-commands.ts';
import { stockCommands } from './stock/commands.ts';
import { repairCommands } from './repair/commands.ts';
import { repairPaperCommands } from './repair/paper-commands.ts';
import { vendorListCommands } from './repair/vendor-list-commands.ts';
import { beforeWorkCommands } from './work-order/commands/before-work.ts';
import { checkCommands } from './work-order/commands/checks.ts';
import { deskCommands } from './work-order/commands/desk.ts';
import { factCommands } from './work-order/commands/facts.ts';
import { fieldCommands } from './work-order/commands/field.ts';
import { followUpCommands } from './work-order/commands/follow-up.ts';
import { intakeCommands } from './work-order/commands/intake.ts';
import { inspectionOrderCommands } from './work-order/commands/inspection-order.ts';
import { mailCommands } from './work-order/commands/mail.ts';
import { lateCommands } from './work-order/commands/late.ts';
import { orderPartCommands } from './work-order/commands/parts.ts';
import { photoCommands } from './work-order/commands/photos.ts';
import { voiceCommands } from './work-order/commands/voices.ts';
import { orderRepairCommands } from './work-order/commands/repairs.ts';
import { timeCommands } from './work-order/commands/times.ts';
import { orderSwapCommands } from './work-order/commands/swaps.ts';
import { settleCommands } from './work-order/commands/settle.ts';
import { sealCommands } from './work-order/commands/seal.ts';

/**
 * Every command there is, by versioned name. The table is looked up by name and the arguments are
 * parsed by the entry's own schema before its decision sees them, which is what the type says here.
 */
export const commandDefinitions = {
	...intakeCommands,
	...deskCommands,
	...fieldCommands,
	...factCommands,
	...photoCommands,
	...voiceCommands,
	...checkCommands,
	...beforeWorkCommands,
	...lateCommands,
	...settleCommands,
	...sealCommands,
	...assetCommands,
	...correctionCommands,
	...foundCommands,
	...lifeCommands,
	...retirementCommands,
	...relationCommands,
	...accessoryCommands,
	...labelCommands,
	...categoryCommands,
	...articleCommands,
	...registerCommands,
	...catalogueCommands,
	...libraryCommands,
	...repairCommands,
	...repairPaperCommands,
	...vendorListCommands,
	...paperTemplateCommands,
	...locationRuleCommands,
	...organisationMailCommands,
	...orderRepairCommands,
	...quarantineCommands,
	...partCommands,
	...stockCommands,
	...orderPartCommands,
	...followUpCommands,
	...timeCommands,
	...swapCommands,
	...orderSwapCommands,
	...mailCommands,
	...inspectionOrderCommands,
	...inspectionPlanCommands,
	...inspectionRoundCommands,
	...campaignCommands,
	...signCommands,
	...countCommands,
	...reviewCommands,
	...adjustCommands,
	...assetImportCommands,
	...assetImportJobCommands,
} as unknown as Readonly<Record<string, CommandDefinition<AnyRecord, unknown> | undefined>>;

export type WorkOrderCommandName =
	| keyof typeof intakeCommands
	| keyof typeof deskCommands
	| keyof typeof fieldCommands
	| keyof typeof factCommands
	| keyof typeof photoCommands
	| keyof typeof voiceCommands
	| keyof typeof checkCommands
	| keyof typeof beforeWorkCommands
	| keyof typeof lateCommands
	| keyof typeof settleCommands
	| keyof typeof sealCommands
	| keyof typeof orderPartCommands
	| keyof typeof orderSwapCommands
	| keyof typeof orderRepairCommands
	| keyof typeof followUpCommands
	| keyof typeof timeCommands
	| keyof typeof mailCommands
	| keyof typeof inspectionOrderCommands;
