import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { ExpectedIndex, placeKey } from '#domain/audit/expected.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Thing } from './scan-thing.ts';

/** The frozen list of a campaign that is being counted. */
interface OpenAudit {
	campaign: AuditCampaign;
	index: ExpectedIndex;
	/** Keys of the places on its list. */
	rooms: ReadonlySet<string>;
}

/** A frozen list stays as it is, so it is read once for each campaign. */
const known = new Map<string, OpenAudit>();

/** The campaigns this person counts in now. */
export async function openAudits({ store, actor }: AccountScope): Promise<OpenAudit[]> {
	const campaigns = await store.records.list('auditCampaign');
	const own = campaigns.filter(
		({ state, frozen, auditors }) => state === 'open' && frozen && auditors.includes(actor.userId),
	);
	return Promise.all(own.map((campaign) => openAudit(campaign, store)));
}

async function openAudit(
	campaign: AuditCampaign,
	store: AccountScope['store'],
): Promise<OpenAudit> {
	const before = known.get(campaign.id);
	if (before) return { ...before, campaign };
	const rooms = await store.records.about('auditRoom', 'campaign', campaign.id);
	const places = new Set(rooms.map(placeKey));
	const audit = { campaign, index: new ExpectedIndex(rooms), rooms: places };
	// Parts of the list may still be on their way.
	if (audit.index.all.size === campaign.frozen?.expected) known.set(campaign.id, audit);
	return audit;
}

export async function expectedByCode(
	code: string,
	oldAddresses: readonly string[],
	account: AccountScope,
): Promise<Thing[]> {
	const audits = await openAudits(account);
	return audits.flatMap(({ campaign, index }): Thing[] => {
		const expected = index.find(code, oldAddresses);
		return expected ? [{ kind: 'listed', campaign, expected }] : [];
	});
}
