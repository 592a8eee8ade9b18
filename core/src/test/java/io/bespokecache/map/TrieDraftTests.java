package io.bespokecache.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrieDraftTests {

	private TrieNode root = TrieDraft.empty();

	private long version;

	@Test
	void upToFiveHundredAndTwelveEntriesAreOneTable() {
		put(0, 512);
		assertThat(this.root).isInstanceOf(TrieChunk.class);
		put(512, 513);
		assertThat(this.root).isInstanceOf(TriePage.class);
		assertHas(0, 513);
	}

	@Test
	void manyEntriesAreInChunksOfAtMostAHundredAndTwentyEight() {
		put(0, 50_000);
		assertHas(0, 50_000);
		assertThat(chunks()).allMatch((chunk) -> chunk.size() <= 128 && !chunk.hasOverflow());
		assertThat(chunks().size()).isBetween(400, 900);
	}

	@Test
	void aWriteCopiesOneChunkAndSharesTheOthers() {
		put(0, 20_000);
		for (int id = 0; id < 100; id++) {
			Set<TrieChunk> before = chunks();
			int key = id;
			change((draft) -> draft.put(key, key, -key));
			assertThat(chunks()).hasSameSizeAs(before).filteredOn((chunk) -> !before.contains(chunk)).hasSize(1);
		}
	}

	@Test
	void aDraftCopiesAChunkOnce() {
		put(0, 20_000);
		TrieDraft draft = new TrieDraft(this.root, ++this.version, TrieLimits.DEFAULT);
		draft.put(1, 1, "other");
		TrieNode once = draft.root();
		draft.put(1, 1, "another");
		assertThat(draft.root()).isSameAs(once);
		assertThat(draft.root().chunk(KeyHash.mixed(1))).isSameAs(once.chunk(KeyHash.mixed(1)));
		draft.remove(1, 1);
		assertThat(draft.root().chunk(KeyHash.mixed(1))).isSameAs(once.chunk(KeyHash.mixed(1)));
		assertThat(this.root.get(1)).isEqualTo(1);
		assertThat(draft.root().get(1)).isNull();
	}

	@Test
	void aDraftWithoutAChangeHasTheRootThatItBeganWith() {
		put(0, 1_000);
		TrieDraft draft = new TrieDraft(this.root, ++this.version, TrieLimits.DEFAULT);
		assertThat(draft.remove("absent", "absent".hashCode())).isNull();
		assertThat(draft.get(1, 1)).isEqualTo(1);
		assertThat(draft.root()).isSameAs(this.root);
	}

	@Test
	void chunksMergeWhenTheyAreNearlyEmptyAndTheWholeFallsBackToOneTable() {
		put(0, 20_000);
		int full = chunks().size();
		remove(0, 15_000);
		assertThat(chunks().size()).isLessThan(full * 2 / 3);
		assertHas(15_000, 20_000);
		remove(15_000, 20_000 - 257);
		assertThat(this.root).isInstanceOf(TriePage.class);
		remove(20_000 - 257, 20_000 - 256);
		assertThat(this.root).isInstanceOf(TrieChunk.class);
		assertHas(20_000 - 256, 20_000);
		remove(20_000 - 256, 20_000);
		assertThat(this.root.entries()).isZero();
	}

	@Test
	void aSizeThatGoesToAndFroSplitsAndMergesNothing() {
		put(0, 10_000);
		put(10_000, 10_500);
		int chunks = chunks().size();
		for (int round = 0; round < 20; round++) {
			remove(10_000, 10_500);
			assertThat(chunks()).hasSize(chunks);
			put(10_000, 10_500);
			assertThat(chunks()).hasSize(chunks);
		}
	}

	@Test
	void hashesThatBeginAlikeAreToldApartByPagesBelowPages() {
		List<Integer> codes = codesWhoseHashesBeginAlike(16, 300);
		put(0, 600);
		for (int code : codes) {
			change((draft) -> draft.put(new HashedKey(code, code), code, code));
		}
		for (int code : codes) {
			assertThat(this.root.get(new HashedKey(code, code))).isEqualTo(code);
		}
		assertThat(chunks()).allMatch((chunk) -> !chunk.hasOverflow());
		assertThat(chunks()).anyMatch((chunk) -> chunk.depth > 16);
		for (int code : codes) {
			change((draft) -> assertThat(draft.remove(new HashedKey(code, code), code)).isEqualTo(code));
		}
		assertThat(chunks()).allMatch((chunk) -> chunk.depth < 16);
		assertThat(this.root.entries()).isEqualTo(600);
	}

	@Test
	void keysOfOneHashCodeOverflowBeyondEight() {
		for (int id = 0; id < 1_000; id++) {
			HashedKey key = new HashedKey(id, 42);
			change((draft) -> draft.put(key, 42, key.id()));
		}
		TrieChunk chunk = this.root.chunk(KeyHash.mixed(42));
		assertThat(chunk.size()).isEqualTo(8);
		assertThat(chunk.entries()).isEqualTo(1_000);
		put(2_000, 4_000);
		for (int id = 0; id < 1_000; id++) {
			assertThat(this.root.get(new HashedKey(id, 42))).isEqualTo(id);
		}
		assertThat(chunks()).filteredOn(TrieChunk::hasOverflow).hasSize(1);
		for (int id = 0; id < 1_000; id++) {
			HashedKey key = new HashedKey(id, 42);
			change((draft) -> assertThat(draft.remove(key, 42)).isEqualTo(key.id()));
		}
		assertThat(chunks()).noneMatch(TrieChunk::hasOverflow);
		assertHas(2_000, 4_000);
	}

	@Test
	void theTrieIsOneTableAgainAlthoughKeysOverflow() {
		for (int id = 0; id < 100; id++) {
			HashedKey key = new HashedKey(id, 42);
			change((draft) -> draft.put(key, 42, key.id()));
		}
		put(1_000, 3_000);
		remove(1_000, 3_000);
		assertThat(chunks()).hasSize(1);
		assertThat(this.root.entries()).isEqualTo(100);
		for (int id = 0; id < 100; id++) {
			assertThat(this.root.get(new HashedKey(id, 42))).isEqualTo(id);
		}
	}

	@Test
	void everyRootStaysAsItWas() {
		for (TrieLimits limits : List.of(TrieLimits.DEFAULT, TrieLimits.EAGER)) {
			for (KeyShape shape : KeyShape.values()) {
				assertThatEveryRootStaysAsItWas(limits, shape);
			}
		}
	}

	private void assertThatEveryRootStaysAsItWas(TrieLimits limits, KeyShape shape) {
		Random random = new Random(1);
		Map<Object, Object> oracle = new HashMap<>();
		Map<TrieNode, Map<Object, Object>> contents = new HashMap<>();
		this.root = TrieDraft.empty();
		for (int step = 0; step < 200; step++) {
			TrieDraft draft = new TrieDraft(this.root, ++this.version, limits);
			boolean growing = step / 50 % 2 == 0;
			for (int change = random.nextInt(40); change >= 0; change--) {
				Object key = shape.key(random.nextInt(900));
				int code = key.hashCode();
				if (random.nextInt(4) == 0 == growing) {
					assertThat(draft.remove(key, code)).isEqualTo(oracle.remove(key));
				}
				else {
					assertThat(draft.put(key, code, change)).isEqualTo(oracle.put(key, change));
				}
				assertThat(draft.root().entries()).isEqualTo(oracle.size());
			}
			this.root = draft.root();
			contents.put(this.root, new HashMap<>(oracle));
		}
		contents.forEach((former, expected) -> assertThat(contents(former)).isEqualTo(expected));
	}

	private void change(Consumer<TrieDraft> changes) {
		TrieDraft draft = new TrieDraft(this.root, ++this.version, TrieLimits.DEFAULT);
		changes.accept(draft);
		this.root = draft.root();
	}

	private static Map<Object, Object> contents(TrieNode root) {
		Map<Object, Object> contents = new HashMap<>();
		root.forEach((key, value) -> {
			assertThat(contents.put(key, value)).isNull();
			assertThat(root.get(key)).isSameAs(value);
		});
		return contents;
	}

	private void put(int from, int to) {
		change((draft) -> {
			for (int id = from; id < to; id++) {
				assertThat(draft.put(id, id, id)).isNull();
			}
		});
	}

	private void remove(int from, int to) {
		change((draft) -> {
			for (int id = from; id < to; id++) {
				assertThat(draft.remove(id, id)).isEqualTo(id);
			}
		});
	}

	private void assertHas(int from, int to) {
		assertThat(this.root.entries()).isEqualTo(to - from);
		for (int id = from; id < to; id++) {
			assertThat(this.root.get(id)).isEqualTo(id);
		}
		assertThat(this.root.get(from - 1)).isNull();
		assertThat(this.root.get(to)).isNull();
	}

	private Set<TrieChunk> chunks() {
		Set<TrieChunk> chunks = new HashSet<>();
		collect(this.root, chunks);
		return chunks;
	}

	private static void collect(@Nullable TrieNode node, Set<TrieChunk> chunks) {
		if (node instanceof TriePage page) {
			for (int cell = 0; cell < page.cells(); cell++) {
				collect(page.childAt(cell), chunks);
			}
		}
		else if (node instanceof TrieChunk chunk) {
			chunks.add(chunk);
		}
	}

	private static List<Integer> codesWhoseHashesBeginAlike(int bits, int count) {
		List<Integer> codes = new ArrayList<>();
		long prefix = KeyHash.mixed(1) >>> (Long.SIZE - bits);
		for (int code = 1; codes.size() < count; code++) {
			if (KeyHash.mixed(code) >>> (Long.SIZE - bits) == prefix) {
				codes.add(code);
			}
		}
		return codes;
	}

}
