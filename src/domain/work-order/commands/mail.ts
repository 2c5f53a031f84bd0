import * as v from 'valibot';
import type { DecisionContext } from '../../command.ts';
import { organisationId, type Organisation } from '../../organisation/records.ts';
import type { BlobRef } from '../../protocol/blob.ts';
import { IdSchema } from '../../record.ts';
import type { Repair } from '../../repair/repair.ts';
import { accept, refuse, type Result } from '../../result.ts';
import {
	isUnderWay,
	MailAddressSchema,
	MailDetailSchema,
	mailFaults,
	MailSenderSchema,
	type Mail,
} from '../mail.ts';
import { factCommand, type OrderCommand } from '../order-command.ts';
import type { WorkOrder } from '../work-order.ts';

/** The customer gets exactly the bytes that are kept. Who lost the order sends nothing of it any more. */
const mailPaper = factCommand(
	'assigneeOrDispatcher',
	{ paperId: IdSchema, repairId: v.optional(IdSchema), to: MailAddressSchema },
	(order, { paperId, repairId, to }, { read }, stamp) => {
		if (stamp.late) return refuse('not-assignee');
		const papers = repairId === undefined ? order.papers : papersOfRepair(order, repairId, read);
		const paper = papers.find(({ id, retracted }) => id === paperId && !retracted);
		if (!paper) return refuse('not-found', { fields: ['paperId'] });
		const mails = order.mails ?? [];
		if (mails.some((mail) => mail.paperId === paperId && mail.to === to && isUnderWay(mail)))
			return accept(order);
		const organisation = read('organisation', organisationId) as Organisation | undefined;
		if (organisation?.sendsMail !== true) return refuse('mail-off');
		const { number, blob } = paper;
		const asked = { state: 'waiting', since: stamp.at, tries: 0 } as const;
		const about = { paperId, ...(repairId !== undefined && { repairId }) };
		const mail: Mail = { ...stamp, ...about, number, sha256: blob.sha256, to, ...asked };
		return accept({ ...order, mails: [...mails, mail] });
	},
);

/** Of a repair about this order, and of no other. */
function papersOfRepair(
	order: WorkOrder,
	repairId: string,
	read: DecisionContext['read'],
): { id: string; number: string; blob: BlobRef; retracted?: object }[] {
	const repair = read('repair', repairId) as Repair | undefined;
	return repair?.orderId === order.id ? repair.papers : [];
}

const retryMail = factCommand(
	'assigneeOrDispatcher',
	{ mailId: IdSchema },
	(order, { mailId }, { now }, { late }) => {
		if (late) return refuse('not-assignee');
		return change(order, mailId, (mail) => {
			if (isUnderWay(mail)) return mail;
			if (mail.state !== 'failed') return undefined;
			const { fault: _, detail: __, sender: ___, ...rest } = mail;
			return { ...rest, state: 'waiting', since: now, tries: 0 };
		});
	},
);

const attempt = { mailId: IdSchema, try: v.pipe(v.number(), v.integer(), v.minValue(1)) };

/** Written before the mail server is spoken to. The next try takes over from one that never ended. */
const mailBegun = serversOwn(
	{ ...attempt, sender: MailSenderSchema },
	(order, { mailId, try: n, sender }, { now }) =>
		change(order, mailId, (mail) => {
			if (mail.tries === n && mail.sender === sender) return mail;
			if (!isUnderWay(mail) || n !== mail.tries + 1) return undefined;
			return { ...mail, state: 'sending', since: now, tries: n, sender };
		}),
);

const mailHanded = serversOwn(attempt, (order, { mailId, try: n }, { now }) =>
	change(order, mailId, (mail) => {
		if (mail.state === 'handed') return mail;
		if (mail.state !== 'sending' || mail.tries !== n) return undefined;
		return { ...mail, state: 'handed', since: now };
	}),
);

const mailFailed = serversOwn(
	{ mailId: IdSchema, fault: v.picklist(mailFaults), detail: v.optional(MailDetailSchema) },
	(order, { mailId, fault, detail }, { now }) =>
		change(order, mailId, (mail) => {
			if (!isUnderWay(mail)) return undefined;
			return { ...mail, state: 'failed', since: now, fault, ...(detail && { detail }) };
		}),
);

/** What became of it; undefined where it is not in that state any more. */
function change(
	order: WorkOrder,
	mailId: string,
	how: (mail: Mail) => Mail | undefined,
): Result<WorkOrder> {
	const mail = order.mails?.find(({ id }) => id === mailId);
	if (!mail) return refuse('not-found', { fields: ['mailId'] });
	const next = how(mail);
	if (!next) return refuse('wrong-state', { detail: { state: mail.state } });
	if (next === mail) return accept(order);
	return accept({ ...order, mails: order.mails?.map((one) => (one === mail ? next : one)) });
}

/** Nobody but the server says what became of an e-mail. */
function serversOwn<E extends v.ObjectEntries>(
	entries: E,
	effect: (
		order: WorkOrder,
		args: v.InferOutput<v.ObjectSchema<E, undefined>>,
		context: DecisionContext,
	) => Result<WorkOrder>,
): OrderCommand<v.InferOutput<v.ObjectSchema<E, undefined>>> {
	return {
		args: v.object(entries),
		decide(order, args, context) {
			if (!order) return refuse('not-found');
			if (context.actor.server !== true) return refuse('not-allowed');
			return effect(order, args, context);
		},
	};
}

export const mailCommands = {
	'workOrder.mailPaper@1': mailPaper,
	'workOrder.retryMail@1': retryMail,
	'workOrder.mailBegun@1': mailBegun,
	'workOrder.mailHanded@1': mailHanded,
	'workOrder.mailFailed@1': mailFailed,
};
