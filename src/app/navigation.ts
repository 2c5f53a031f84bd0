import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import BookOpen from '@lucide/svelte/icons/book-open';
import BookText from '@lucide/svelte/icons/book-text';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleUser from '@lucide/svelte/icons/circle-user';
import FolderTree from '@lucide/svelte/icons/folder-tree';
import FileText from '@lucide/svelte/icons/file-text';
import FileUp from '@lucide/svelte/icons/file-up';
import GitFork from '@lucide/svelte/icons/git-fork';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import ListChecks from '@lucide/svelte/icons/list-checks';
import MapPin from '@lucide/svelte/icons/map-pin';
import Monitor from '@lucide/svelte/icons/monitor';
import Package from '@lucide/svelte/icons/package';
import PhoneIncoming from '@lucide/svelte/icons/phone-incoming';
import QrCode from '@lucide/svelte/icons/qr-code';
import RadioTower from '@lucide/svelte/icons/radio-tower';
import ScanLine from '@lucide/svelte/icons/scan-line';
import Settings from '@lucide/svelte/icons/settings';
import Tags from '@lucide/svelte/icons/tags';
import Wrench from '@lucide/svelte/icons/wrench';
import Users from '@lucide/svelte/icons/users';
import { resolve } from '$app/paths';
import { deskRoles, hasRole, staffRoles } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import { m } from '#i18n/generated/messages.js';
import type { NavItem } from '#ui/nav-item.ts';

/** Where a person begins: the engineer with his day, the desk with its board, others with what they have. */
export function homeRouteOf(
	actor: Actor,
): '/board' | '/today' | '/stock' | '/audits' | '/assets' | '/requests' {
	if (hasRole(actor, deskRoles)) return '/board';
	if (hasRole(actor, ['engineer'])) return '/today';
	if (hasRole(actor, ['storekeeper'])) return '/stock';
	if (hasRole(actor, ['auditor'])) return '/audits';
	return hasRole(actor, staffRoles) ? '/assets' : '/requests';
}

export function homeOf(actor: Actor): string {
	return resolve(homeRouteOf(actor));
}

/** What waits for this person, by place. */
export interface Waiting {
	/** Not handed in yet. */
	unsent?: number | undefined;
	/** Refused, to be looked at. */
	needsYou?: number | undefined;
	/** Decisions that wait at the desk. */
	undecided?: number | undefined;
	/** Vendor repairs that wait for his decision. */
	approvals?: number | undefined;
	/** Lent or in repair, and to be back by now. */
	due?: number | undefined;
	/** Labels to print anew. */
	labels?: number | undefined;
}

/** The places of the app for one person; on a phone the first five are the tabs. */
export function navigationFor(actor: Actor, path: string, waiting: Waiting = {}): NavItem[] {
	const settings = administrationFor(actor);
	const isSetting = settings.some(({ href }) => isHere(href, path));
	const places = [
		...work(actor, waiting),
		...(settings.length > 0 ? [administration(isSetting)] : []),
		...shared(actor),
		me(waiting),
	];
	return places.map((entry) => ({ ...entry, current: entry.current || isHere(entry.href, path) }));
}

/** What an administrator sets up: one place of the rail leads to all of it. */
export function administrationFor(actor: Actor): NavItem[] {
	if (!hasRole(actor, ['admin'])) return [];
	return [
		{ href: resolve('/people'), label: m.nav_people(), icon: Users },
		{ href: resolve('/catalogue'), label: m.catalogue_nav(), icon: BookText },
		{ href: resolve('/categories'), label: m.categories_nav(), icon: FolderTree },
		{ href: resolve('/location-codes'), label: m.location_title(), icon: MapPin },
		{ href: resolve('/papers'), label: m.template_nav(), icon: FileText },
		{ href: resolve('/old-addresses'), label: m.old_address_nav(), icon: QrCode },
		importing(),
	];
}

function administration(current: boolean): NavItem {
	return {
		...{ href: resolve('/administration'), label: m.nav_administration(), icon: Settings },
		...{ current, inTabs: false },
	};
}

function work(actor: Actor, waiting: Waiting): NavItem[] {
	const field: NavItem = { href: resolve('/today'), label: m.nav_today(), icon: ListChecks };
	const due = dueBacks(waiting.due);
	if (hasRole(actor, deskRoles)) return deskPlaces(actor, waiting);
	if (hasRole(actor, ['engineer']))
		return [
			field,
			...[inspections(), audits(), stock(), due].map((each) => ({ ...each, inTabs: false })),
			...[repairs(), library()],
		];
	if (hasRole(actor, ['storekeeper']))
		return [stock(), due, library(), labelQueue(waiting.labels), importing()];
	if (hasRole(actor, ['auditor'])) return [audits(), inspections()];
	if (hasRole(actor, staffRoles)) return [];
	const requests = { href: resolve('/requests'), label: m.nav_requests(), icon: ListChecks };
	// The customer's approvers look on: what is at a vendor's, and until when.
	return hasRole(actor, ['clientApprover'])
		? [requests, inspections(), { ...repairs(), inTabs: true }]
		: [requests];
}

function audits(): NavItem {
	return { href: resolve('/audits'), label: m.audit_nav(), icon: ClipboardCheck };
}

function inspections(): NavItem {
	return { href: resolve('/inspections'), label: m.insp_nav(), icon: ClipboardList };
}

function dueBacks(due = 0): NavItem {
	return {
		...{ href: resolve('/due'), label: m.life_nav(), icon: CalendarClock, inTabs: false },
		badge: due,
		badgeTone: 'late',
		badgeLabel: m.life_nav_label({ n: due }),
	};
}

function stock(): NavItem {
	return { href: resolve('/stock'), label: m.stock_title(), icon: Package };
}

function library(): NavItem {
	return { href: resolve('/library'), label: m.library_nav(), icon: HardDrive, inTabs: false };
}

function labelQueue(due = 0): NavItem {
	return {
		...{ href: resolve('/labels'), label: m.labels_queue(), icon: Tags, inTabs: false },
		badge: due,
		badgeTone: 'ink',
		badgeLabel: m.labels_nav_label({ n: due }),
	};
}

function repairs(approvals = 0): NavItem {
	return {
		...{ href: resolve('/repairs'), label: m.repair_nav(), icon: Wrench, inTabs: false },
		badge: approvals,
		badgeTone: 'late',
		badgeLabel: m.repair_nav_label({ n: approvals }),
	};
}

function deskPlaces(actor: Actor, waiting: Waiting): NavItem[] {
	const board: NavItem = { href: resolve('/board'), label: m.nav_board(), icon: RadioTower };
	const intake: NavItem = { href: resolve('/intake'), label: m.nav_intake(), icon: PhoneIncoming };
	const { undecided = 0, labels = 0 } = waiting;
	const attention: NavItem = {
		href: resolve('/attention'),
		label: m.attention_nav(),
		icon: GitFork,
		badge: undecided,
		badgeTone: 'late',
		badgeLabel: m.attention_nav_label({ n: undecided }),
		inTabs: false,
	};
	// An administrator has places enough: the queue comes when there is something to print.
	const queue = hasRole(actor, ['admin']) && labels > 0 ? [labelQueue(labels)] : [];
	return [
		board,
		...(hasRole(actor, ['dispatcher']) ? [intake] : []),
		attention,
		{ ...inspections(), inTabs: false },
		{ ...audits(), inTabs: false },
		{ ...stock(), inTabs: false },
		library(),
		dueBacks(waiting.due),
		repairs(waiting.approvals),
		...queue,
	];
}

function importing(): NavItem {
	return { href: resolve('/import'), label: m.nav_import(), icon: FileUp, inTabs: false };
}

function shared(actor: Actor): NavItem[] {
	const knowledge: NavItem = {
		href: resolve('/knowledge'),
		label: m.nav_knowledge(),
		icon: BookOpen,
	};
	if (!hasRole(actor, staffRoles)) return [knowledge];
	const desk = hasRole(actor, deskRoles);
	return [
		{ href: resolve('/assets'), label: m.nav_assets(), icon: Monitor },
		{ href: resolve('/scan'), label: m.nav_scan(), icon: ScanLine, centre: !desk, inTabs: !desk },
		knowledge,
	];
}

function me({ unsent = 0, needsYou = 0 }: Waiting): NavItem {
	return {
		href: resolve('/me'),
		label: m.nav_me(),
		icon: CircleUser,
		badge: unsent + needsYou,
		badgeTone: needsYou > 0 ? 'late' : 'ink',
		end: true,
	};
}

function isHere(href: string, path: string): boolean {
	return path === href || path.startsWith(`${href}/`);
}
