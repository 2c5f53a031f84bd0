import BookOpen from '@lucide/svelte/icons/book-open';
import CircleUser from '@lucide/svelte/icons/circle-user';
import FileText from '@lucide/svelte/icons/file-text';
import FileUp from '@lucide/svelte/icons/file-up';
import GitFork from '@lucide/svelte/icons/git-fork';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Monitor from '@lucide/svelte/icons/monitor';
import Package from '@lucide/svelte/icons/package';
import PhoneIncoming from '@lucide/svelte/icons/phone-incoming';
import RadioTower from '@lucide/svelte/icons/radio-tower';
import ScanLine from '@lucide/svelte/icons/scan-line';
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
): '/board' | '/today' | '/stock' | '/assets' | '/requests' {
	if (hasRole(actor, deskRoles)) return '/board';
	if (hasRole(actor, ['engineer'])) return '/today';
	if (hasRole(actor, ['storekeeper'])) return '/stock';
	return hasRole(actor, staffRoles) ? '/assets' : '/requests';
}

export function homeOf(actor: Actor): string {
	return resolve(homeRouteOf(actor));
}

/** The places of the app for one person; on a phone the first five are the tabs. */
export function navigationFor(
	actor: Actor,
	path: string,
	waiting: number,
	needsYou: number,
	/** Decisions that wait at the desk. */
	undecided = 0,
): NavItem[] {
	const item = (entry: NavItem): NavItem => ({ ...entry, current: isHere(entry.href, path) });
	const places = [...work(actor, undecided), ...shared(actor), me(waiting, needsYou)];
	return places.map(item);
}

function work(actor: Actor, undecided: number): NavItem[] {
	const field: NavItem = { href: resolve('/today'), label: m.nav_today(), icon: ListChecks };
	if (hasRole(actor, deskRoles)) return deskPlaces(actor, undecided);
	if (hasRole(actor, ['engineer'])) return [field, { ...stock(), inTabs: false }, repairs()];
	if (hasRole(actor, ['storekeeper'])) return [stock()];
	if (hasRole(actor, staffRoles)) return [];
	return [{ href: resolve('/requests'), label: m.nav_requests(), icon: ListChecks }];
}

function stock(): NavItem {
	return { href: resolve('/stock'), label: m.stock_title(), icon: Package };
}

function repairs(): NavItem {
	return { href: resolve('/repairs'), label: m.repair_nav(), icon: Wrench, inTabs: false };
}

function deskPlaces(actor: Actor, undecided: number): NavItem[] {
	const board: NavItem = { href: resolve('/board'), label: m.nav_board(), icon: RadioTower };
	const intake: NavItem = { href: resolve('/intake'), label: m.nav_intake(), icon: PhoneIncoming };
	const attention: NavItem = {
		href: resolve('/attention'),
		label: m.attention_nav(),
		icon: GitFork,
		badge: undecided,
		badgeTone: 'late',
		badgeLabel: m.attention_nav_label({ n: undecided }),
		inTabs: false,
	};
	const people: NavItem = {
		href: resolve('/people'),
		label: m.nav_people(),
		icon: Users,
		inTabs: false,
	};
	const admin: NavItem = {
		href: resolve('/import'),
		label: m.nav_import(),
		icon: FileUp,
		inTabs: false,
	};
	const papers: NavItem = {
		href: resolve('/papers'),
		label: m.template_nav(),
		icon: FileText,
		inTabs: false,
	};
	return [
		board,
		...(hasRole(actor, ['dispatcher']) ? [intake] : []),
		attention,
		{ ...stock(), inTabs: false },
		repairs(),
		...(hasRole(actor, ['admin']) ? [people, papers, admin] : []),
	];
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

function me(waiting: number, needsYou: number): NavItem {
	return {
		href: resolve('/me'),
		label: m.nav_me(),
		icon: CircleUser,
		badge: waiting + needsYou,
		badgeTone: needsYou > 0 ? 'late' : 'ink',
		end: true,
	};
}

function isHere(href: string, path: string): boolean {
	return path === href || path.startsWith(`${href}/`);
}
