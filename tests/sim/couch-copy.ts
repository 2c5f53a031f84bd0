import { createHash } from 'node:crypto';

export interface Leaf {
	rev: string;
	deleted: boolean;
	body: Record<string, unknown>;
}

interface Node {
	parent: string | undefined;
	deleted: boolean;
	body: Record<string, unknown>;
}

/** The revisions of one document in one copy of a database. */
export class RevisionTree {
	readonly nodes = new Map<string, Node>();
	/** Of so many nodes; none is ever taken away. */
	#known: { leaves: readonly Leaf[]; of: number } = { leaves: [], of: 0 };

	/** Deleted ones too, in CouchDB's order: live before deleted, then generation, then hash. */
	leaves(): readonly Leaf[] {
		const of = this.nodes.size;
		if (this.#known.of !== of) this.#known = { leaves: this.#found(), of };
		return this.#known.leaves;
	}

	#found(): Leaf[] {
		const parents = new Set([...this.nodes.values()].map(({ parent }) => parent));
		return [...this.nodes]
			.filter(([rev]) => !parents.has(rev))
			.map(([rev, { deleted, body }]) => ({ rev, deleted, body }))
			.sort(winnerFirst);
	}

	/** A writer's edit of the revision he names. Undefined is a conflict. */
	edit(base: string | undefined, deleted: boolean, body: Record<string, unknown>) {
		const leaves = this.leaves();
		const parent = base ?? leaves[0]?.rev;
		if (base === undefined && leaves.some((leaf) => !leaf.deleted)) return undefined;
		if (base !== undefined && !leaves.some(({ rev }) => rev === base)) return undefined;
		const rev = revisionOf(parent, deleted, body);
		this.nodes.set(rev, { parent, deleted, body });
		return rev;
	}

	/** What another copy has. True if something was new. */
	merge(other: RevisionTree): boolean {
		const before = this.nodes.size;
		for (const [rev, node] of other.nodes) if (!this.nodes.has(rev)) this.nodes.set(rev, node);
		return this.nodes.size > before;
	}
}

function winnerFirst(a: Leaf, b: Leaf): number {
	if (a.deleted !== b.deleted) return a.deleted ? 1 : -1;
	const [left, right] = [Number.parseInt(a.rev, 10), Number.parseInt(b.rev, 10)];
	if (left !== right) return right - left;
	return a.rev < b.rev ? 1 : -1;
}

/** The same edit of the same revision has the same name wherever it is made. */
function revisionOf(parent: string | undefined, deleted: boolean, body: object): string {
	const generation = parent === undefined ? 1 : Number.parseInt(parent, 10) + 1;
	const text = JSON.stringify([parent ?? '', deleted, body]);
	return `${generation}-${createHash('md5').update(text).digest('hex')}`;
}

interface Change {
	seq: number;
	id: string;
}

/** One copy of a database on one node: documents, and the order in which this copy learnt of them. */
export class Copy {
	readonly node: number;
	readonly documents = new Map<string, RevisionTree>();
	/** Each document once, where it changed last. */
	readonly changes = new Map<string, Change>();
	seq = 0;

	constructor(node: number) {
		this.node = node;
	}

	edit(id: string, base: string | undefined, deleted: boolean, body: Record<string, unknown>) {
		const tree = this.documents.get(id) ?? new RevisionTree();
		const rev = tree.edit(base, deleted, body);
		if (rev === undefined) return undefined;
		this.documents.set(id, tree);
		this.#changed(id);
		return rev;
	}

	#changed(id: string): void {
		this.changes.delete(id);
		this.changes.set(id, { seq: ++this.seq, id });
	}

	/** Documents in which another copy knows more. */
	behind(other: Copy): string[] {
		return [...other.documents.keys()].filter((id) => {
			const known = this.documents.get(id)?.nodes;
			return [...(other.documents.get(id)?.nodes.keys() ?? [])].some((rev) => !known?.has(rev));
		});
	}

	take(id: string, from: Copy): void {
		const other = from.documents.get(id);
		if (!other) return;
		const tree = this.documents.get(id) ?? new RevisionTree();
		this.documents.set(id, tree);
		if (tree.merge(other)) this.#changed(id);
	}

	since(seq: number): Change[] {
		return [...this.changes.values()].filter((change) => change.seq > seq);
	}
}
