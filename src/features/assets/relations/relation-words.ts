import type { RelationType } from '#domain/asset/relations.ts';
import { m } from '#i18n/generated/messages.js';

export const relationWords: Record<RelationType, () => string> = {
	runs_on: m.relation_runs_on,
	connected_to: m.relation_connected_to,
	part_of: m.relation_part_of,
	uses: m.relation_uses,
};
