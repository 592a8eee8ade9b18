package io.bespokecache.spring.redis;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.bespokecache.spring.redis.RandomKey.Colour;
import io.bespokecache.spring.redis.RandomKey.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that are no key, or not as they should be.
 */
class HostileKeyBytesTests {

	private static final byte[] GREATEST_LENGTH = { -1, -1, -1, -1, 7 };

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final CacheKeyFormat format = new CacheKeyFormat();

	/**
	 * Whatever is read is written as the very bytes that were read.
	 */
	private void read(byte[] bytes) {
		Object key = this.format.read(bytes);
		if (key != null && !Arrays.equals(this.format.write(key), bytes)) {
			throw new AssertionError("Two forms of " + key);
		}
	}

	private static byte[] concat(byte[] first, byte... second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	@Test
	void damagedKeysAreReadAsWhatTheyAreOrNotAtAllAndTakeLittleMemory() {
		Random random = new Random(4711);
		RandomKey keys = new RandomKey(random);
		for (int round = 0; round < 50_000; round++) {
			byte[] bytes = this.format.write(keys.next(3));
			for (int change = random.nextInt(4); change >= 0; change--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			int length = bytes.length + random.nextInt(9) - 4;
			byte[] damaged = Arrays.copyOf(bytes, random.nextBoolean() ? Math.max(length, 0) : bytes.length);
			long before = this.threads.getCurrentThreadAllocatedBytes();
			read(damaged);
			long allocated = this.threads.getCurrentThreadAllocatedBytes() - before;
			if (round > 10_000) {
				assertThat(allocated).as("round %d", round).isLessThan(100_000);
			}
		}
	}

	@Test
	void noiseIsNoKey() {
		Random random = new Random(4711);
		for (int round = 0; round < 50_000; round++) {
			byte[] noise = new byte[random.nextInt(100)];
			random.nextBytes(noise);
			if (noise.length > 1 && random.nextBoolean()) {
				noise[0] = 1;
				noise[1] = (byte) random.nextInt(80);
			}
			read(noise);
		}
	}

	@Test
	void aKeyThatEndsTooEarlyOrTooLateIsNone() {
		byte[] whole = this.format.write(List.of("abc", new Pair(Colour.RED, 7L)));
		for (int length = 0; length < 2 * whole.length; length++) {
			if (length != whole.length) {
				assertThat(this.format.read(Arrays.copyOf(whole, length))).isNull();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(bytes = { 1, 10, 64, 65, 66, 67, 71 })
	void aLengthThatIsNotTrueTakesNoMemory(byte tag) {
		byte[] bytes = concat(new byte[] { 1, tag }, GREATEST_LENGTH);
		assertThat(this.format.read(bytes)).isNull();
		assertTakesLittle(bytes, 20_000);
		assertTakesLittle(Arrays.copyOf(bytes, 1000), 20_000);
	}

	@Test
	void aLengthOfAnArrayThatIsNotTrueTakesNoMemory() {
		byte[] bytes = concat(new byte[] { 1, 72, 7 }, GREATEST_LENGTH);
		assertThat(this.format.read(bytes)).isNull();
		assertTakesLittle(bytes, 20_000);
	}

	private void assertTakesLittle(byte[] bytes, long limit) {
		long before = this.threads.getCurrentThreadAllocatedBytes();
		this.format.read(bytes);
		assertThat(this.threads.getCurrentThreadAllocatedBytes() - before).isLessThan(limit);
	}

	@Test
	void endlessNestingEnds() {
		byte[] lists = new byte[60_000];
		for (int i = 0; i < lists.length; i++) {
			lists[i] = (byte) ((i % 2 == 0) ? 1 : 65);
		}
		assertThat(this.format.read(lists)).isNull();
		assertTakesLittle(lists, 20_000);
	}

	@Test
	void aKeyThatIsTooLargeIsNotRead() {
		byte[] bytes = new byte[KeyOutput.MAXIMUM_BYTES + 1];
		bytes[0] = 1;
		assertThat(this.format.read(bytes)).isNull();
		assertTakesLittle(bytes, 1000);
	}

	@Test
	void nullIsNoKey() {
		assertThat(this.format.read(new byte[] { 1, 0 })).isNull();
	}

	@Test
	void anotherVersionOfTheFormatIsNotRead() {
		byte[] bytes = this.format.write("a");
		bytes[0] = 2;
		assertThat(this.format.read(bytes)).isNull();
	}

	@Test
	void anotherFormOfAKeyIsNone() {
		assertThat(this.format.read(new byte[] { 1, 3, 1 })).isEqualTo(true);
		assertThat(this.format.read(new byte[] { 1, 3, 2 })).isNull();
		assertThat(this.format.read(new byte[] { 1, 10, 1, 5 })).isNotNull();
		assertThat(this.format.read(new byte[] { 1, 10, 2, 0, 5 })).isNull();
		assertThat(this.format.read(new byte[] { 1, 1, 2, 'a' })).isEqualTo("a");
		assertThat(this.format.read(new byte[] { 1, 1, 3, 0, 'a' })).isNull();
		assertThat(this.format.read(new byte[] { 1, 1, (byte) 0x82, 0, 'a' })).isNull();
		assertThat(this.format.read(new byte[] { 1, 1, 2, (byte) 0xFF })).isNull();
		assertThat(this.format.read(new byte[] { 1, 66, 2, 4, 1, 4, 2 })).isNotNull();
		assertThat(this.format.read(new byte[] { 1, 66, 2, 4, 2, 4, 1 })).isNull();
		assertThat(this.format.read(new byte[] { 1, 66, 2, 4, 1, 4, 1 })).isNull();
	}

	@Test
	void aConstantThatThereIsNotIsNone() {
		byte[] bytes = this.format.write(Colour.RED);
		bytes[bytes.length - 1] = 'X';
		assertThat(this.format.read(bytes)).isNull();
	}

	@Test
	void aRecordIsNotReadAsAnEnumNorAnEnumAsARecord() {
		byte[] constant = this.format.write(Colour.RED);
		constant[1] = KeyTag.RECORD;
		assertThat(this.format.read(constant)).isNull();
		byte[] record = this.format.write(new Pair("a", "b"));
		record[1] = KeyTag.ENUM;
		assertThat(this.format.read(record)).isNull();
	}

	@Test
	void noClassIsLoadedThatIsNamed() {
		Thread thread = Thread.currentThread();
		ClassLoader previous = thread.getContextClassLoader();
		thread.setContextClassLoader(new ClassLoader(null) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) {
				throw new AssertionError("It loads " + name);
			}

		});
		try {
			String name = HostileKeyBytesTests.class.getName() + "$Gadget";
			byte[] text = name.getBytes(StandardCharsets.UTF_8);
			byte[] key = this.format.write(name);
			assertThat(this.format.read(key)).isEqualTo(name);
			for (int tag = 0; tag < 256; tag++) {
				byte[] tagged = key.clone();
				tagged[1] = (byte) tag;
				read(tagged);
				read(concat(new byte[] { 1, (byte) tag }, text));
				read(concat(new byte[] { 1, (byte) tag, 0, 0, 0, 0, 0, 0, 0, 0 },
						Arrays.copyOfRange(key, 2, key.length)));
			}
		}
		finally {
			thread.setContextClassLoader(previous);
		}
		assertThat(Trap.sprung).isFalse();
	}

	/**
	 * Notices when the gadget is initialized.
	 */
	static final class Trap {

		static boolean sprung;

		private Trap() {
		}

	}

	/**
	 * Is named in bytes.
	 */
	static final class Gadget {

		static {
			Trap.sprung = true;
		}

		private Gadget() {
		}

	}

}
