/** The engineer's day, screen by screen, as its pictures are taken. */

/** A screen: an address, what is pressed there (by the words' key), and what is scrolled to. */
export interface Shot {
	name: string;
	path: string;
	press?: readonly string[];
	to?: string;
	/** What is there last. */
	waits?: string;
}

const on = (order: string) => `/work-orders/demo-${order}`;

export const flow: readonly Shot[] = [
	{ name: '01-today', path: '/today' },
	{ name: '02-order', path: on('nurses') },
	{ name: '03-ready-to-go', path: on('cashier'), press: ['ready_show'] },
	{ name: '04-bring-list', path: on('cashier'), press: ['ready_bring_show'], to: '#bring' },
	{ name: '05-scan', path: '/scan?order=demo-nurses' },
	{ name: '06-seal-check', path: on('nurses'), press: ['wo_seal_check'] },
	{ name: '07-compare', path: `${on('nurses')}/compare` },
	{ name: '08-found', path: `${on('nurses')}/found?tag=ZC-2026-009001` },
	{ name: '09-diagnosis', path: on('nurses'), press: ['wo_step_work'] },
	{ name: '10-checklist', path: on('nurses'), to: '#checks' },
	{ name: '11-readings', path: on('earthing'), to: '#checks' },
	{ name: '12-photos', path: on('nurses'), to: '#photos' },
	{ name: '13-consent', path: `${on('reinstall')}/consent` },
	{ name: '14-notice', path: `${on('reinstall')}/interruption` },
	{ name: '15-parts', path: on('nurses'), to: '#parts' },
	{ name: '16-use-part', path: on('nurses'), press: ['wo_part_use'] },
	{ name: '17-swap', path: `${on('nurses')}/swap` },
	{ name: '18-repair-new', path: `${on('nurses')}/repair` },
	{ name: '19-repair', path: '/repairs/demo-repair' },
	{ name: '20-lines', path: on('registration') },
	{ name: '21-batch', path: on('registration'), press: ['wo_batch'] },
	{ name: '22-suspend', path: on('nurses'), press: ['wo_more', 'move_suspend'] },
	{ name: '23-sign', path: `${on('nurses')}/sign` },
	{ name: '24-done', path: on('projector') },
	{ name: '25-papers', path: on('projector'), to: '#papers' },
	{ name: '26-knowledge', path: '/knowledge?q=打印机' },
	{ name: '27-library', path: '/library' },
];
