package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.bespokecache.shared.Shard;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How keys and channels are named.
 */
class RedisKeysTests {

	private static final byte[] KEY = { 0, ':', '}', -1 };

	private final List<String> awkward = List.of("", "a", "a:b", "a}", "{a", "a%", "%0061", "a*", "a ", "\u00e4",
			"\ud800", "\udc00", "?", "a:1", "1");

	@Test
	void aPlainNameStaysAsItIs() {
		Shard shard = new Shard("city-by_id.2", 7);
		RedisKeys keys = new RedisKeys("app");
		assertThat(text(keys.control(shard))).isEqualTo("app:{city-by_id.2:7}:c");
		assertThat(text(keys.value(shard, new byte[] { 'k' }))).isEqualTo("app:{city-by_id.2:7}:v:k");
		assertThat(text(keys.lease(shard, new byte[] { 'k' }))).isEqualTo("app:{city-by_id.2:7}:l:k");
		assertThat(text(keys.channel("city-by_id.2"))).isEqualTo("app:{city-by_id.2}:m");
		assertThat(text(keys.channel(shard))).isEqualTo("app:{city-by_id.2:7}:m");
	}

	@Test
	void noTwoNamesAreTheSame() {
		Set<String> names = new HashSet<>();
		int count = 0;
		for (String prefix : this.awkward) {
			RedisKeys keys = new RedisKeys(prefix);
			for (String cache : this.awkward) {
				names.add(text(keys.channel(cache)));
				for (int index : new int[] { 0, 1, 11 }) {
					Shard shard = new Shard(cache, index);
					names.addAll(List.of(text(keys.control(shard)), text(keys.value(shard, KEY)),
							text(keys.lease(shard, KEY)), text(keys.channel(shard))));
					count += 4;
				}
				count++;
			}
		}
		assertThat(names).hasSize(count);
	}

	@Test
	void allThatBelongsToAShardIsInOneSlot() {
		for (String name : this.awkward) {
			RedisKeys keys = new RedisKeys(name);
			Shard shard = new Shard(name, 3);
			assertThat(
					List.of(keys.control(shard), keys.value(shard, KEY), keys.lease(shard, KEY), keys.channel(shard)))
				.extracting(SlotHash::getSlot)
				.containsOnly(SlotHash.getSlot(keys.control(shard)));
		}
	}

	private static String text(byte[] name) {
		return new String(name, StandardCharsets.ISO_8859_1);
	}

}
