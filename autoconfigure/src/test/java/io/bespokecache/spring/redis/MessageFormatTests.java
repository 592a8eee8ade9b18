package io.bespokecache.spring.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.bespokecache.shared.Control;
import io.bespokecache.shared.Message;
import io.bespokecache.shared.Shard;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Announcements as they are written, and as they arrive.
 */
class MessageFormatTests {

	private static final String CACHE = "cities";

	private static final Shard SHARD = new Shard(CACHE, 5);

	private static final byte[] KEY = { 1, 6, 0, 0, 0, 42 };

	private static final String CONTROL = "123456789 42 77 ";

	private final byte[] eviction = message(MessageFormat.headOfEviction(SHARD, 99, KEY), KEY);

	private final byte[] clear = message(MessageFormat.headOfClear(SHARD, 99), new byte[0]);

	private static byte[] message(byte[] head, byte[] key) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(head);
		message.writeBytes(CONTROL.getBytes(StandardCharsets.US_ASCII));
		message.writeBytes(key);
		return message.toByteArray();
	}

	@Test
	void whatIsWrittenIsRead() {
		Message read = MessageFormat.read(CACHE, this.eviction);
		assertThat(read).isNotNull();
		assertThat(read.shard()).isEqualTo(SHARD);
		assertThat(read.control()).isEqualTo(new Control(123456789, 42, 77));
		assertThat(read.node()).isEqualTo(99);
		assertThat(read.key()).isEqualTo(KEY);
		Message cleared = MessageFormat.read(CACHE, this.clear);
		assertThat(cleared).isNotNull();
		assertThat(cleared.key()).isNull();
	}

	@Test
	void anEvictionThatIsDamagedIsNeverOneOfAnotherKey() {
		damage(this.eviction, (damaged) -> {
			Message read = MessageFormat.read(CACHE, damaged);
			if (read != null) {
				assertThat(read.key()).isEqualTo(KEY);
			}
		});
	}

	@Test
	void aClearThatIsDamagedIsNeverAnEviction() {
		damage(this.clear, (damaged) -> {
			Message read = MessageFormat.read(CACHE, damaged);
			if (read != null) {
				assertThat(read.key()).isNull();
			}
		});
	}

	/** Every bit flipped, every octet inverted, and every end cut off. */
	private static void damage(byte[] message, Consumer<byte[]> check) {
		for (int i = 0; i < message.length; i++) {
			for (int bits : new int[] { 1, 2, 4, 8, 16, 32, 64, 128, 255 }) {
				byte[] damaged = message.clone();
				damaged[i] ^= (byte) bits;
				check.accept(damaged);
			}
			byte[] cut = new byte[i];
			System.arraycopy(message, 0, cut, 0, i);
			check.accept(cut);
		}
	}

}
