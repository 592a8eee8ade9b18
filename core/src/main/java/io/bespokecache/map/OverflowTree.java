package io.bespokecache.map;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A persistent balanced tree: a change copies the path from the root to the place of the
 * key and shares the rest, so that reading and writing both take O(log n). It has the
 * keys of a chunk that a table would find only by comparing with many others.
 * <p>
 * It is an AVL tree over nodes in the order of their hashes, seen as unsigned numbers;
 * then of the classes of their keys; then of {@link Comparable}, where a class can be
 * compared with itself. Keys that this order does not tell apart share a node and are
 * searched one by one. Keys of different classes may be equal all the same: where a key
 * is not found at its place, those of the same hash and other classes are looked at, as
 * in {@link java.util.HashMap}'s tree bins.
 * <p>
 * {@code null} is the empty tree.
 */
final class OverflowTree {

	/** Kind of all keys that cannot be compared with their own class. */
	private static final int UNORDERED = 0;

	private static final AtomicInteger LAST_KIND = new AtomicInteger(UNORDERED);

	/** A number for each class of keys that has an order. */
	private static final ClassValue<Integer> KIND = new ClassValue<>() {

		@Override
		protected Integer computeValue(Class<?> type) {
			return isComparableWithItself(type) ? LAST_KIND.incrementAndGet() : UNORDERED;
		}

	};

	private final long hash;

	private final int kind;

	/** Keys and values in turn; hardly ever more than one of each. */
	private final Object[] pairs;

	private final @Nullable OverflowTree left;

	private final @Nullable OverflowTree right;

	private final int height;

	private final int entries;

	private OverflowTree(long hash, int kind, Object[] pairs, @Nullable OverflowTree left,
			@Nullable OverflowTree right) {
		this.hash = hash;
		this.kind = kind;
		this.pairs = pairs;
		this.left = left;
		this.right = right;
		this.height = 1 + Math.max(height(left), height(right));
		this.entries = pairs.length / 2 + entries(left) + entries(right);
	}

	private static boolean isComparableWithItself(Class<?> type) {
		if (Comparable.class.isAssignableFrom(type)) {
			for (Type implemented : type.getGenericInterfaces()) {
				if (implemented instanceof ParameterizedType parameterized
						&& parameterized.getRawType() == Comparable.class
						&& parameterized.getActualTypeArguments()[0] == type) {
					return true;
				}
			}
		}
		return false;
	}

	private static int kind(Object key) {
		return KIND.get(key.getClass());
	}

	/**
	 * Number of entries in a tree.
	 * @param tree the tree
	 * @return the number of entries
	 */
	static int entries(@Nullable OverflowTree tree) {
		return (tree != null) ? tree.entries : 0;
	}

	/**
	 * Nodes on the longest way down a tree.
	 * @param tree the tree
	 * @return the number of nodes
	 */
	static int height(@Nullable OverflowTree tree) {
		return (tree != null) ? tree.height : 0;
	}

	/**
	 * Node that has a key.
	 * @param tree the tree
	 * @param key the key
	 * @param hash its hash
	 * @return the node, or {@code null} if there is none
	 */
	static @Nullable OverflowTree find(@Nullable OverflowTree tree, Object key, long hash) {
		int kind = kind(key);
		OverflowTree node = tree;
		while (node != null) {
			int order = node.order(key, hash, kind);
			if (order == 0) {
				if (node.position(key) >= 0) {
					return node;
				}
				break;
			}
			node = (order < 0) ? node.left : node.right;
		}
		OverflowTree lower = scan(tree, key, hash, UNORDERED, kind - 1);
		return (lower != null) ? lower : scan(tree, key, hash, kind + 1, Integer.MAX_VALUE);
	}

	/** Looks for a key among those of its hash and a range of kinds. */
	private static @Nullable OverflowTree scan(@Nullable OverflowTree tree, Object key, long hash, int from, int to) {
		if (tree == null) {
			return null;
		}
		int order = Long.compareUnsigned(hash, tree.hash);
		if (order < 0 || (order == 0 && to < tree.kind)) {
			return scan(tree.left, key, hash, from, to);
		}
		if (order > 0 || from > tree.kind) {
			return scan(tree.right, key, hash, from, to);
		}
		if (tree.position(key) >= 0) {
			return tree;
		}
		OverflowTree found = scan(tree.left, key, hash, from, to);
		return (found != null) ? found : scan(tree.right, key, hash, from, to);
	}

	@SuppressWarnings("unchecked") // keys of one kind are of one class, which compares
									// with itself
	private int order(Object key, long hash, int kind) {
		int order = Long.compareUnsigned(hash, this.hash);
		if (order == 0) {
			order = Integer.compare(kind, this.kind);
		}
		return (order == 0 && kind != UNORDERED) ? ((Comparable<Object>) key).compareTo(this.pairs[0]) : order;
	}

	private int position(Object key) {
		for (int position = 0; position < this.pairs.length; position += 2) {
			Object candidate = this.pairs[position];
			if (key == candidate || key.equals(candidate)) {
				return position;
			}
		}
		return -1;
	}

	/**
	 * Value of a key of this node.
	 * @param key the key
	 * @return its value
	 */
	Object value(Object key) {
		return this.pairs[position(key) + 1];
	}

	/**
	 * The object that is equal to a key of this node and has its place.
	 * @param key the key
	 * @return the key as it was put
	 */
	Object key(Object key) {
		return this.pairs[position(key)];
	}

	/**
	 * Adds a key that {@linkplain #find is not there}, or sets the value of one
	 * {@linkplain #key as it was put}.
	 * @param tree the tree
	 * @param key the key
	 * @param hash its hash
	 * @param value the value
	 * @return the tree with that entry
	 */
	static OverflowTree with(@Nullable OverflowTree tree, Object key, long hash, Object value) {
		return with(tree, key, hash, kind(key), value);
	}

	private static OverflowTree with(@Nullable OverflowTree tree, Object key, long hash, int kind, Object value) {
		if (tree == null) {
			return new OverflowTree(hash, kind, new Object[] { key, value }, null, null);
		}
		int order = tree.order(key, hash, kind);
		if (order == 0) {
			return tree.withPair(key, value);
		}
		return (order < 0) ? tree.between(with(tree.left, key, hash, kind, value), tree.right)
				: tree.between(tree.left, with(tree.right, key, hash, kind, value));
	}

	private OverflowTree withPair(Object key, Object value) {
		int position = position(key);
		Object[] pairs;
		if (position >= 0) {
			pairs = this.pairs.clone();
		}
		else {
			position = this.pairs.length;
			pairs = Arrays.copyOf(this.pairs, position + 2);
			pairs[position] = key;
		}
		pairs[position + 1] = value;
		return new OverflowTree(this.hash, this.kind, pairs, this.left, this.right);
	}

	/**
	 * Removes a key.
	 * @param tree the tree
	 * @param key the key {@linkplain #key as it was put}
	 * @param hash its hash
	 * @return the tree without that entry
	 */
	static @Nullable OverflowTree without(@Nullable OverflowTree tree, Object key, long hash) {
		return without(tree, key, hash, kind(key));
	}

	private static @Nullable OverflowTree without(@Nullable OverflowTree tree, Object key, long hash, int kind) {
		if (tree == null) {
			return null;
		}
		int order = tree.order(key, hash, kind);
		if (order == 0) {
			return tree.withoutPair(key);
		}
		return (order < 0) ? tree.between(without(tree.left, key, hash, kind), tree.right)
				: tree.between(tree.left, without(tree.right, key, hash, kind));
	}

	private @Nullable OverflowTree withoutPair(Object key) {
		int position = position(key);
		if (position < 0) {
			return this;
		}
		if (this.pairs.length > 2) {
			Object[] pairs = Arrays.copyOf(this.pairs, this.pairs.length - 2);
			System.arraycopy(this.pairs, position + 2, pairs, position, pairs.length - position);
			return new OverflowTree(this.hash, this.kind, pairs, this.left, this.right);
		}
		if (this.left == null || this.right == null) {
			return (this.left != null) ? this.left : this.right;
		}
		return this.right.first().between(this.left, this.right.withoutFirst());
	}

	private OverflowTree first() {
		OverflowTree node = this;
		while (node.left != null) {
			node = node.left;
		}
		return node;
	}

	private OverflowTree last() {
		OverflowTree node = this;
		while (node.right != null) {
			node = node.right;
		}
		return node;
	}

	private @Nullable OverflowTree withoutFirst() {
		return (this.left != null) ? between(this.left.withoutFirst(), this.right) : this.right;
	}

	/**
	 * Places this node's pairs between two trees whose heights differ by two at most.
	 */
	private OverflowTree between(@Nullable OverflowTree left, @Nullable OverflowTree right) {
		if (left != null && left.height > height(right) + 1) {
			if (height(left.left) >= height(left.right) || left.right == null) {
				return left.over(left.left, over(left.right, right));
			}
			return left.right.over(left.over(left.left, left.right.left), over(left.right.right, right));
		}
		if (right != null && right.height > height(left) + 1) {
			if (height(right.right) >= height(right.left) || right.left == null) {
				return right.over(over(left, right.left), right.right);
			}
			return right.left.over(over(left, right.left.left), right.over(right.left.right, right.right));
		}
		return over(left, right);
	}

	private OverflowTree over(@Nullable OverflowTree left, @Nullable OverflowTree right) {
		return new OverflowTree(this.hash, this.kind, this.pairs, left, right);
	}

	/**
	 * Part of a tree. Compares no keys.
	 * @param tree the tree, whose hashes share the bits above the given one
	 * @param bit a bit of the hash
	 * @param set whether to take the nodes that have it
	 * @return a tree of those nodes
	 */
	static @Nullable OverflowTree part(@Nullable OverflowTree tree, long bit, boolean set) {
		if (tree == null) {
			return null;
		}
		boolean first = (tree.first().hash & bit) != 0;
		boolean last = (tree.last().hash & bit) != 0;
		if (first == last) {
			return (first == set) ? tree : null;
		}
		List<OverflowTree> nodes = new ArrayList<>();
		tree.collect(bit, set, nodes);
		return ofSorted(nodes, 0, nodes.size());
	}

	private void collect(long bit, boolean set, List<OverflowTree> nodes) {
		if (this.left != null) {
			this.left.collect(bit, set, nodes);
		}
		if (((this.hash & bit) != 0) == set) {
			nodes.add(this);
		}
		if (this.right != null) {
			this.right.collect(bit, set, nodes);
		}
	}

	private static @Nullable OverflowTree ofSorted(List<OverflowTree> nodes, int from, int to) {
		if (from == to) {
			return null;
		}
		int middle = (from + to) >>> 1;
		return nodes.get(middle).over(ofSorted(nodes, from, middle), ofSorted(nodes, middle + 1, to));
	}

	/**
	 * All entries of a tree.
	 * @param tree the tree
	 * @return keys and values in turn
	 */
	static @Nullable Object[] pairs(OverflowTree tree) {
		List<Object> pairs = new ArrayList<>(2 * tree.entries);
		tree.forEach((key, value) -> {
			pairs.add(key);
			pairs.add(value);
		});
		return pairs.toArray();
	}

	/**
	 * Passes all entries to an action.
	 * @param action the action
	 */
	void forEach(BiConsumer<Object, Object> action) {
		if (this.left != null) {
			this.left.forEach(action);
		}
		for (int position = 0; position < this.pairs.length; position += 2) {
			action.accept(this.pairs[position], this.pairs[position + 1]);
		}
		if (this.right != null) {
			this.right.forEach(action);
		}
	}

}
