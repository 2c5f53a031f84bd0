import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelsOf, mailChannel } from '../access/channels.ts';
import { organisationId } from '../organisation/records.ts';
import { actor, people, type OrderWorld, type Person } from './order-world.ts';
import { onSite } from './order-stories.ts';
import { mailStates, mailsUnderWay, type Mail } from './mail.ts';

const server = actor('system', ['admin', 'dispatcher'], { server: true });
const blob = { sha256: 'b'.repeat(64), type: 'application/pdf', bytes: 10 };
const paper = { number: 'D0201-2026112001-S1', version: 1, blob };

async function withPaper(sendsMail = true): Promise<OrderWorld> {
	const world = await onSite();
	const stamps = { createdBy: 'x', updatedAt: world.now, updatedBy: 'x', history: [] };
	world.put({
		...{ ...stamps, createdAt: world.now, id: organisationId, kind: 'organisation' },
		...{ name: '青澜', zone: 'Asia/Shanghai', sendsMail },
	});
	await world.do('engineer', 'attachPaper', paper);
	return world;
}

const paperIn = (world: OrderWorld) => world.order.papers[0]?.id ?? '';
const last = (world: OrderWorld) => world.order.mails?.at(-1);

test('asking twice while one is under way is asking once; afterwards it may go again', async () => {
	const world = await withPaper();
	const args = { paperId: paperIn(world), to: ' ward@hospital.example ' };
	await world.do('engineer', 'mailPaper', args);
	await world.do('dispatcher', 'mailPaper', args);
	expect(world.order.mails).toMatchObject([{ to: 'ward@hospital.example', state: 'waiting' }]);
	expect(channelsOf(world.order)).toContain(mailChannel);
	const mailId = last(world)?.id;
	await world.do(server, 'mailBegun', { mailId, try: 1, sender: 'a' });
	await world.do(server, 'mailHanded', { mailId, try: 1 });
	expect(channelsOf(world.order)).not.toContain(mailChannel);
	await world.do('engineer', 'mailPaper', args);
	expect(world.order.mails).toHaveLength(2);
});

test('where the server sends none it is refused, and where the paper is not there', async () => {
	const off = await withPaper(false);
	const args = { paperId: paperIn(off), to: 'a@b.example' };
	expect(await off.do('engineer', 'mailPaper', args)).toMatchObject({
		refusal: { kind: 'mail-off' },
	});
	const on = await withPaper();
	const other = { ...args, paperId: 'no-such-paper' };
	expect(await on.do('engineer', 'mailPaper', other)).toMatchObject({
		refusal: { kind: 'not-found' },
	});
});

test('who lost the order sends nothing of it any more', async () => {
	const world = await withPaper();
	await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
	const args = { paperId: paperIn(world), to: 'a@b.example' };
	expect(await world.do('engineer', 'mailPaper', args)).toMatchObject({
		refusal: { kind: 'not-assignee' },
	});
});

const step = fc.record({
	who: fc.constantFrom<(Person | 'server')[]>(
		'server',
		'server',
		...(Object.keys(people) as Person[]),
	),
	name: fc.constantFrom('mailPaper', 'retryMail', 'mailBegun', 'mailHanded', 'mailFailed'),
	try: fc.integer({ min: 0, max: 3 }),
	sender: fc.constantFrom('a', 'b'),
});

test('no order of commands hands one over twice, or by anybody but the server', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			const world = await withPaper();
			for (const { who, name, ...more } of steps) {
				const before = last(world);
				const args = { paperId: paperIn(world), to: 'a@b.example', mailId: before?.id ?? 'none' };
				const given = { ...args, ...more, fault: 'refused' };
				const result = await world.do(who === 'server' ? server : who, name, given);
				if (result.ok && name.startsWith('mail') && name !== 'mailPaper')
					expect(who).toBe('server');
				expectMove(
					before,
					world.order.mails?.find(({ id }) => id === before?.id),
				);
			}
			expect(mailsUnderWay(world.order).length).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 60 },
	);
});

const allowed: Record<Mail['state'], readonly Mail['state'][]> = {
	waiting: ['waiting', 'sending', 'failed'],
	sending: ['sending', 'handed', 'failed'],
	handed: ['handed'],
	failed: ['failed', 'waiting'],
};

function expectMove(before: Mail | undefined, after: Mail | undefined): void {
	if (!before) return;
	expect(mailStates).toContain(after?.state);
	expect(allowed[before.state]).toContain(after?.state);
}
