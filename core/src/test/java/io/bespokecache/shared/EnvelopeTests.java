package io.bespokecache.shared;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;

import com.sun.management.ThreadMXBean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How a value lies in an engine.
 */
class EnvelopeTests {

	private static final byte[] KEY = { 1, 2, 3 };

	private static final int LIMIT = 1000;

	private static final int CHECKSUM = 4;

	private static final int TYPE = 24;

	private static final int KEY_HASH = 32;

	private static final int LIVE = 40;

	private static final int FRESH = 48;

	private static final int LENGTH = 56;

	private final TextFormat format = new TextFormat();

	private byte[] write(String value) {
		return Envelope.write(KEY, 7, 60_000, 45_000, value, this.format, LIMIT);
	}

	private SharedEntry<String> read(byte[] bytes) {
		return Envelope.read(bytes, KEY, this.format, LIMIT);
	}

	private void assertRefused(byte[] bytes, String reason) {
		assertRefused(() -> read(bytes), reason);
	}

	private static void assertRefused(ThrowingCallable call, String reason) {
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(call).withMessage(reason);
	}

	/**
	 * Changes a number as somebody would who knows the format.
	 */
	private static byte[] forge(byte[] bytes, int offset, long number) {
		byte[] forged = bytes.clone();
		ByteBuffer.wrap(forged).putLong(offset, number);
		return withChecksum(forged);
	}

	private static byte[] withChecksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, CHECKSUM);
		checksum.update(bytes, CHECKSUM + Integer.BYTES, bytes.length - CHECKSUM - Integer.BYTES);
		ByteBuffer.wrap(bytes).putInt(CHECKSUM, (int) checksum.getValue());
		return bytes;
	}

	@Test
	void whatSaysThatAValueCannotBeSharedIsNoValue() {
		byte[] key = { 1, 2 };
		byte[] bytes = Envelope.writeUnshareable(key, 5, 1_000, 7);
		Envelope.Header header = Envelope.readHeader(bytes, key, 7, bytes.length);
		assertThat(header.unshareable()).isTrue();
		assertThat(header.generation()).isEqualTo(5);
		assertThat(header.liveMillis()).isEqualTo(1_000);
		assertThat(header.freshMillis()).isEqualTo(1_000);
		assertThat(Envelope.generationOf(bytes)).isEqualTo(5);
		assertThat(Envelope.generationOf(new byte[20])).isZero();
	}

	@Test
	void whatIsWrittenIsRead() {
		assertThat(read(write("hello"))).isEqualTo(new SharedEntry<>("hello", 7, 60_000, 45_000));
	}

	@Test
	void aValueThatStandsForNullHasNoBytes() {
		byte[] bytes = write("");
		assertThat(bytes).hasSize(Envelope.HEADER_LENGTH);
		assertThat(read(bytes).value()).isEmpty();
	}

	@Test
	void greatestNumbersAreRead() {
		byte[] bytes = Envelope.write(KEY, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, "x", this.format, LIMIT);
		assertThat(read(bytes)).isEqualTo(new SharedEntry<>("x", Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
	}

	/**
	 * Processes of other versions read it.
	 */
	@Test
	void theFormatIsWhatItIsSaidToBe() {
		ByteBuffer bytes = ByteBuffer.wrap(write("hi"));
		assertThat(bytes.getShort()).isEqualTo((short) 0xBC5C);
		assertThat(bytes.get()).isEqualTo((byte) 1);
		assertThat(bytes.get()).isZero();
		CRC32C checksum = new CRC32C();
		checksum.update(bytes.array(), 0, 4);
		checksum.update(bytes.array(), 8, 54);
		assertThat(bytes.getInt()).isEqualTo((int) checksum.getValue());
		bytes.getLong();
		assertThat(bytes.getLong()).isEqualTo(7);
		assertThat(bytes.getLong()).isEqualTo(0x7E47);
		assertThat(bytes.getLong()).isEqualTo(0xD0AA6218672CF5ABL);
		assertThat(bytes.getLong()).isEqualTo(60_000);
		assertThat(bytes.getLong()).isEqualTo(45_000);
		assertThat(bytes.getInt()).isEqualTo(2);
		assertThat(bytes.get()).isEqualTo((byte) 'h');
		assertThat(bytes.get()).isEqualTo((byte) 'i');
		assertThat(bytes.hasRemaining()).isFalse();
	}

	@Test
	void theFirstBytesTellEveryFillFromAnother() {
		Set<ByteBuffer> identities = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			identities.add(ByteBuffer.wrap(write("same"), 0, Envelope.IDENTITY_LENGTH));
		}
		assertThat(identities).hasSize(10_000);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "-1, -1", "1, 0", "1, 2", "1, -1" })
	void aDurationThatMakesNoSenseIsNotWritten(long liveMillis, long freshMillis) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Envelope.write(KEY, 7, liveMillis, freshMillis, "x", this.format, LIMIT))
			.withMessage(
					"A value cannot be fresh for " + freshMillis + " ms of the " + liveMillis + " ms that it lives");
	}

	@Test
	void aValueThatIsTooLargeIsNotWritten() {
		int limit = Envelope.HEADER_LENGTH + 4;
		assertThat(Envelope.write(KEY, 7, 1, 1, "1234", this.format, limit)).hasSize(limit);
		assertRefused(() -> Envelope.write(KEY, 7, 1, 1, "12345", this.format, limit),
				"The value takes 5 bytes and a header of 60, more than the 64 that are allowed");
		assertRefused(() -> Envelope.write(KEY, 7, 1, 1, "", this.format, Integer.MIN_VALUE),
				"The value takes 0 bytes and a header of 60, more than the -2147483648 that are allowed");
	}

	@Test
	void aValueThatIsTooLargeIsNotRead() {
		byte[] bytes = write("12345");
		assertRefused(() -> Envelope.read(bytes, KEY, this.format, bytes.length - 1),
				"It has 65 bytes, more than the 64 that are allowed");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 16, 59 })
	void whatIsTooShortForAHeaderIsRefused(int length) {
		assertRefused(Arrays.copyOf(write("hello"), length), "It has " + length + " bytes, too few for a header");
	}

	@Test
	void whatSomebodyElseHasWrittenIsRefused() {
		assertRefused("{\"@class\":\"com.example.Gadget\",\"command\":\"rm -rf /\",\"and\":\"much more\"}"
			.getBytes(StandardCharsets.US_ASCII), "It was not written by Bespoke Cache");
	}

	@Test
	void anotherVersionOfTheFormatIsRefused() {
		byte[] bytes = write("hello");
		bytes[2] = (byte) 200;
		assertRefused(withChecksum(bytes), "It has the format version 200, of which this one knows only 1");
	}

	@Test
	void flagsThatDoNotFitAreRefused() {
		byte[] unknown = write("hello");
		unknown[3] = 2;
		assertRefused(withChecksum(unknown), "It has flags that do not fit: 2");
		byte[] nullWithBytes = write("hello");
		nullWithBytes[3] = 1;
		assertRefused(withChecksum(nullWithBytes), "It has flags that do not fit: 1");
		byte[] nothing = write("");
		nothing[3] = 0;
		assertRefused(withChecksum(nothing), "It has flags that do not fit: 0");
	}

	@Test
	void aValueOfAnotherTypeIsRefused() {
		assertRefused(forge(write("hello"), TYPE, 0x7E48),
				"It is a value of another type, or of another version of its class");
	}

	@Test
	void theValueOfAnotherKeyIsRefused() {
		byte[] bytes = write("hello");
		assertRefused(() -> Envelope.read(bytes, new byte[] { 1, 2, 4 }, this.format, LIMIT),
				"It is the value of another key");
		assertRefused(forge(bytes, KEY_HASH, 0), "It is the value of another key");
	}

	@Test
	void aDurationThatMakesNoSenseIsRefused() {
		byte[] bytes = write("hello");
		assertRefused(forge(bytes, LIVE, 44_999),
				"It says that it is fresh for 45000 ms of the 44999 ms that it lives");
		assertRefused(forge(bytes, LIVE, -1), "It says that it is fresh for 45000 ms of the -1 ms that it lives");
		assertRefused(forge(bytes, FRESH, 0), "It says that it is fresh for 0 ms of the 60000 ms that it lives");
		assertRefused(forge(bytes, FRESH, Long.MIN_VALUE),
				"It says that it is fresh for -9223372036854775808 ms of the 60000 ms that it lives");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4, 6, 512 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, -1 })
	void aLengthThatIsNotTrueIsRefused(int length) {
		byte[] bytes = write("hello");
		ByteBuffer.wrap(bytes).putInt(LENGTH, length);
		assertRefused(withChecksum(bytes),
				"It says that its value has " + Integer.toUnsignedString(length) + " bytes, and has 5");
	}

	@Test
	void aDamagedValueIsNotShownToTheFormat() {
		byte[] bytes = write("hello");
		bytes[Envelope.HEADER_LENGTH] ^= 1;
		ValueFormat<String> untouched = new TextFormat() {
			@Override
			public String read(byte[] content, int offset, int length) {
				throw new AssertionError("It was read");
			}
		};
		assertRefused(() -> Envelope.read(bytes, KEY, untouched, LIMIT), "It is damaged: its checksum does not fit");
	}

	@Test
	void aValueThatTheFormatRefusesIsRefused() {
		byte[] bytes = write("hello");
		RefusingFormat refusing = new RefusingFormat(new UnshareableException("no"));
		assertRefused(() -> Envelope.read(bytes, KEY, refusing, LIMIT), "no");
		assertRefused(() -> Envelope.write(KEY, 7, 1, 1, "x", refusing, LIMIT), "no");
	}

	@Test
	void aFormatThatFailsRefuses() {
		byte[] bytes = write("hello");
		RefusingFormat failing = new RefusingFormat(new IllegalStateException("no"));
		assertRefused(() -> Envelope.read(bytes, KEY, failing, LIMIT),
				"The value cannot be read (java.lang.IllegalStateException)");
		assertRefused(() -> Envelope.write(KEY, 7, 1, 1, "x", failing, LIMIT),
				"The value cannot be written (java.lang.IllegalStateException)");
		assertRefused(() -> Envelope.read(bytes, KEY, new RefusingFormat(new StackOverflowError()), LIMIT),
				"The value cannot be read (java.lang.StackOverflowError)");
		assertRefused(() -> Envelope.write(KEY, 7, 1, 1, "x", new RefusingFormat(new StackOverflowError()), LIMIT),
				"The value cannot be written (java.lang.StackOverflowError)");
	}

	@Test
	void anErrorThatIsNobodysFaultPasses() {
		byte[] bytes = write("hello");
		RefusingFormat dying = new RefusingFormat(new OutOfMemoryError("no"));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> Envelope.read(bytes, KEY, dying, LIMIT));
	}

	@Test
	void everyFlippedBitIsNoticed() {
		byte[] whole = write("hello");
		for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
			byte[] damaged = whole.clone();
			damaged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
			assertThatExceptionOfType(UnshareableException.class).as("bit %d", bit).isThrownBy(() -> read(damaged));
		}
	}

	@Test
	void whatIsCutOffOrAddedAnywhereIsNoticed() {
		byte[] whole = write("hello");
		for (int length = 0; length < 2 * whole.length; length++) {
			if (length != whole.length) {
				byte[] damaged = Arrays.copyOf(whole, length);
				assertThatExceptionOfType(UnshareableException.class).as("%d bytes", length)
					.isThrownBy(() -> read(damaged));
			}
		}
	}

	@Test
	void nonsenseIsRefusedAndTakesLittleMemory() {
		Random random = new Random(4711);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (int round = 0; round < 20_000; round++) {
			byte[] nonsense = nonsense(random);
			long before = threads.getCurrentThreadAllocatedBytes();
			assertNonsense(nonsense);
			long allocated = threads.getCurrentThreadAllocatedBytes() - before;
			if (round > 1000) {
				assertThat(allocated).as("round %d", round).isLessThan(16_384);
			}
		}
	}

	/**
	 * Not AssertJ, whose own garbage would be measured.
	 */
	private void assertNonsense(byte[] nonsense) {
		try {
			read(nonsense);
		}
		catch (UnshareableException ex) {
			return;
		}
		throw new AssertionError("It was read: " + Arrays.toString(nonsense));
	}

	private byte[] nonsense(Random random) {
		byte[] bytes = write("x".repeat(random.nextInt(200)));
		int changes = 1 + random.nextInt(4);
		for (int change = 0; change < changes; change++) {
			int offset = random.nextInt(bytes.length);
			bytes[offset] = (byte) (bytes[offset] + 1 + random.nextInt(255 / changes));
		}
		return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
	}

	/**
	 * Throws.
	 */
	private static final class RefusingFormat extends TextFormat {

		private final Throwable refusal;

		RefusingFormat(Throwable refusal) {
			this.refusal = refusal;
		}

		@Override
		public byte[] write(String value) {
			throw failure();
		}

		@Override
		public String read(byte[] bytes, int offset, int length) {
			throw failure();
		}

		private RuntimeException failure() {
			if (this.refusal instanceof Error error) {
				throw error;
			}
			return (RuntimeException) this.refusal;
		}

	}

}
