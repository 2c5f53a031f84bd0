import { mutant, type Mutant } from './mutant.ts';

const decider = 'sync-server/push/decider.ts';
const memory = 'sync-server/store/memory.ts';
const pull = 'sync-server/pull/pull.ts';
const page = 'src/store/apply-page.ts';
const execute = 'src/store/execute.ts';
const facts = 'src/domain/work-order/commands/facts.ts';

/** Against statements 11 to 15: rules, versions, numbers, cursors and sums. */
export const rulingMutants: readonly Mutant[] = [
	mutant(
		11,
		'states are not guarded',
		'src/domain/work-order/order-command.ts',
		`if (!mayMove(name, order.state))`,
		`if (!mayMove(name, order.state) && order.state === ('never' as string))`,
	),
	mutant(
		11,
		'everybody may edit the registers',
		'src/domain/editable-record.ts',
		`if (!hasRole(context.actor, spec.mayEdit)) return refuse('not-allowed');`,
		``,
	),
	mutant(
		11,
		'a device’s clock is believed',
		decider,
		`const command = inItsTime(raw, current?.record.createdAt, now);`,
		`const command = raw;`,
	),
	mutant(
		11,
		'any version may push',
		'sync-server/http/sync-routes.ts',
		`if (protocol < oldestProtocol || protocol > protocolVersion)`,
		`if (protocol > protocolVersion)`,
	),
	mutant(
		12,
		'only known fields are kept',
		'src/domain/record-schemas.ts',
		`return v.parse(recordSchemas[kind], raw);`,
		`const all = v.parse(recordSchemas[kind], raw);
	const known = recordSchemas[kind].entries;
	return Object.fromEntries(Object.entries(all).filter(([name]) => name in known)) as RecordOf<K>;`,
	),
	mutant(
		12,
		'only known fields of a line are kept',
		'src/domain/work-order/work-order.ts',
		`const LineSchema = v.looseObject({`,
		`const LineSchema = v.object({`,
	),
	mutant(
		13,
		'the daily counter is not kept',
		memory,
		`this.#numbers.set(\`\${form} \${date}\`, n)`,
		`new Map<string, number>().set('', n)`,
	),
	mutant(
		13,
		'every installation gets the same code',
		memory,
		`codeOf(this.#codesGiven++)`,
		`codeOf(0)`,
	),
	mutant(
		13,
		'the offline counter is not kept',
		execute,
		`await writeMeta(database, 'offlineCounters', { ...counters, [form]: n });`,
		``,
	),
	mutant(
		14,
		'the cursor goes past what was not handed over',
		pull,
		`let cursor: Cursor = { ...rest, main: news.next };`,
		`let cursor: Cursor = { ...rest, main: await store.head() };`,
	),
	mutant(
		14,
		'a channel counts as handed over after its first page',
		pull,
		`if (last && keys.length === room) return {`,
		`if (last && keys.length > room) return {`,
	),
	mutant(
		14,
		'a page skips its last record',
		page,
		`for (const pulled of records) {`,
		`for (const pulled of records.length > 1 ? records.slice(0, -1) : records) {`,
	),
	mutant(
		15,
		'minutes that arrive out of order are dropped',
		facts,
		`times: [...order.times, { ...stamp, minutes: args.minutes }]`,
		`times: [...order.times.filter((each) => each.at < stamp.at), { ...stamp, minutes: args.minutes }]`,
	),
	mutant(
		15,
		'late minutes do not count',
		facts,
		`accept({ ...order, times: [...order.times, {`,
		`accept(stamp.late ? order : { ...order, times: [...order.times, {`,
	),
	mutant(
		11,
		'everybody may do everything on an order',
		'src/domain/work-order/parties.ts',
		`if (rules[party](order, actor)) return undefined;`,
		`if (rules[party](order, actor) || party) return undefined;`,
	),
	mutant(
		11,
		'anybody may push in the name of any device',
		'sync-server/http/sync-routes.ts',
		`if (device.userId !== userId) throw new Problem(403, 'device-of-another');`,
		`void userId;`,
	),
	mutant(
		11,
		'a disabled user’s work takes effect',
		'sync-server/push/decider.ts',
		`if (authority.disabled) return this.#forTheDesk(one, 'user-disabled');`,
		``,
	),
	mutant(
		11,
		'work is handed in unfinished',
		'src/domain/work-order/readiness.ts',
		`signature: validSignature(order) === undefined,`,
		`signature: false,`,
	),
	mutant(
		11,
		'what happened may lie before its record',
		'sync-server/push/decider.ts',
		`const effective = madeAt ? laterOf(notTooLate, madeAt) : notTooLate;`,
		`void [madeAt, laterOf];
	const effective = notTooLate;`,
	),
	mutant(
		12,
		'withdrawing a fact writes it anew',
		'src/domain/work-order/commands/facts.ts',
		`(fact.id === args.factId ? { ...fact, retracted } : fact));
		return`,
		`(fact.id === args.factId ? { ...fact, futureField: undefined, retracted } : fact));
		return`,
	),
	mutant(
		13,
		'a number is given with every write',
		'sync-server/push/record-write.ts',
		`if (!isNumbered(record) || record.number !== undefined) return undefined;
	const organisation`,
		`if (!isNumbered(record)) return undefined;
	const organisation`,
	),
	mutant(
		13,
		'whose number it was is not asked',
		'sync-server/push/own-offline-number.ts',
		`return owner === undefined || owner === createdBy;`,
		`return owner !== createdBy || owner === createdBy;`,
		{
			file: 'sync-server/push/own-offline-number.ts',
			find: `if (holder !== undefined) return holder !== record.id;
	const carries`,
			replace: `if (holder !== undefined) return false;
	const carries`,
		},
		{
			file: 'sync-server/store/memory.ts',
			find: `(this.#reserved.get(number) ?? id) !== id`,
			replace: `number === ''`,
		},
	),
	mutant(
		14,
		'the cursor is kept before its page',
		'src/store/sync-store.ts',
		`applyPage(page: PullPage, asked: Asked): Promise<PageApplied | undefined> {
		const { database } = this.#relaxed;`,
		`async applyPage(page: PullPage, { acknowledged }: Asked): Promise<PageApplied | undefined> {
		const { database } = this.#relaxed;
		const asked = { acknowledged, cursor: page.cursor };
		await writeMeta(database, 'cursor', page.cursor);`,
	),
	mutant(
		14,
		'changes beyond the page count as told',
		'sync-server/store/sequence.ts',
		`next: String(more ? last : head), more };`,
		`next: String(more ? last + 1 : head), more };`,
	),
	mutant(
		15,
		'held minutes count twice',
		'src/domain/work-order/commands/late.ts',
		`...parts.flatMap((entry, n) => minutesOf(entry, context, n))],`,
		`...[...parts, ...parts].flatMap((entry, n) => minutesOf(entry, context, n))],`,
	),
	mutant(
		15,
		'minutes of who took over replace those before',
		'src/domain/work-order/commands/facts.ts',
		`accept({ ...order, times: [...order.times, { ...stamp, minutes: args.minutes }] }),`,
		`accept({
		...order,
		times: [...order.times.filter(({ by }) => by === stamp.by), { ...stamp, minutes: args.minutes }],
	}),`,
	),
	mutant(
		13,
		'a restored server counts on from its backup',
		'sync-server/store/memory.ts',
		`const gap = numberGapOf(Math.max(0, ...this.#numbers.values()), now);`,
		`const gap = 0;`,
	),
	mutant(
		15,
		'a transfer’s other half counts twice',
		'src/domain/stock/commands.ts',
		`const { storeId: _, partId: __, ...said } = args;`,
		`const { storeId: _, partId: __, ...asked } = args;
		const twice = asked.type === 'transfer' && asked.quantity > 0;
		const said = { ...asked, quantity: asked.quantity * (twice ? 2 : 1) };`,
	),
	mutant(
		11,
		'a split line stays workable in both orders',
		facts,
		`if (isElsewhere(line)) return refuse('line-elsewhere', { fields: ['lineId'] });
	const changed`,
		`const changed`,
	),
	mutant(
		3,
		'a follow-up takes lines that stayed as well',
		'src/domain/work-order/commands/follow-up.ts',
		`const order = followUpOf(before, lines, args, context);`,
		`const order = followUpOf(before, before.lines, args, context);`,
	),
	mutant(
		7,
		'an engineer is shown everybody’s van',
		'src/domain/access/grants.ts',
		`...[partsChannel, storeChannel(vanOf(holder.userId)), storeChannel(warehouseId)],`,
		`...[partsChannel, storeChannel(vanOf(holder.userId)), allStoresChannel],`,
	),
];
