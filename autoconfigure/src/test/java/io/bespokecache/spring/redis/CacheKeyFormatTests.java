package io.bespokecache.spring.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bespokecache.shared.UnshareableException;
import io.bespokecache.spring.redis.RandomKey.Colour;
import io.bespokecache.spring.redis.RandomKey.Couple;
import io.bespokecache.spring.redis.RandomKey.Pair;
import io.bespokecache.spring.redis.RandomKey.Shade;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys of a shared cache.
 */
class CacheKeyFormatTests {

	private final CacheKeyFormat format = new CacheKeyFormat();

	private ByteBuffer write(Object key) {
		return ByteBuffer.wrap(this.format.write(key));
	}

	private void assertRefused(Object key, String reason) {
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(key))
			.withMessage(reason);
	}

	/**
	 * Keys of which no two are equal.
	 */
	static Stream<Object> keys() {
		LocalDateTime dateTime = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 1);
		ZoneId berlin = ZoneId.of("Europe/Berlin");
		return Stream.of("", "a", "1", "null", "\u00E9\uD83D\uDE00\u0000", "\uD83D", "\uDE00\uD83D", "?",
				"x".repeat(60_000), '1', 'a', '\uD83D', true, false, (byte) 1, (short) 1, 1, 1L, 1F, 1.0, 0, -1,
				Integer.MIN_VALUE, Long.MAX_VALUE, 0.0, -0.0, Double.NaN, Double.MIN_VALUE, 0F, -0F, Float.NaN,
				BigInteger.ONE, BigInteger.ZERO, BigInteger.TWO.pow(300).negate(), BigDecimal.ONE,
				new BigDecimal("1.0"), new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE), new UUID(1, 2),
				new UUID(2, 1), Instant.EPOCH, Instant.MIN, Instant.MAX, LocalDate.EPOCH, LocalDate.MIN, LocalDate.MAX,
				LocalTime.MIDNIGHT, LocalTime.MAX, dateTime, LocalDateTime.MIN, dateTime.atOffset(ZoneOffset.UTC),
				dateTime.atOffset(ZoneOffset.ofHours(1)), OffsetDateTime.MAX, dateTime.atZone(berlin),
				dateTime.atZone(berlin).withLaterOffsetAtOverlap(), dateTime.atZone(ZoneOffset.ofHours(1)),
				ZonedDateTime.of(dateTime, ZoneId.of("UTC")), Duration.ZERO, Duration.ofNanos(-1), Year.of(2026),
				YearMonth.of(2026, 10), berlin, ZoneOffset.UTC, ZoneId.of("UTC"), ZoneId.of("GMT0"),
				URI.create("http://user@example.com:80/%C3?q#f"), URI.create("mailto:a@b"), URI.create("a/b"),
				URI.create("file:////server/share"), URI.create("http://[fe80::1%25eth0]/"), URI.create(""),
				Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("zh-Hant-TW-u-co-stroke"), DayOfWeek.MONDAY,
				Colour.RED, Colour.GREEN, Shade.RED, SimpleKey.EMPTY, new SimpleKey((Object) null),
				new SimpleKey("a", "b::c"), new SimpleKey("a::b", "c"), new SimpleKey("ab", "c"),
				new SimpleKey("a", "bc"), new SimpleKey("a", null), new SimpleKey(1, 2), new SimpleKey(1L, 2),
				new SimpleKey(List.of(1, 2)), new SimpleKey((Object) new Object[] { 1, 2 }),
				new SimpleKey((Object) new int[] { 1, 2 }), new SimpleKey((Object) new long[] { 1, 2 }),
				new SimpleKey((Object) new byte[] { 1, 2 }), new SimpleKey((Object) new char[] { 1, 2 }),
				new SimpleKey((Object) new short[] { 1, 2 }), new SimpleKey((Object) new float[] { 1, 2 }),
				new SimpleKey((Object) new double[] { 1, 2 }), new SimpleKey((Object) new boolean[] { true }),
				new SimpleKey(new SimpleKey("a"), "b"), new SimpleKey(new SimpleKey("a", "b")), List.of(),
				List.of("ab", "c"), List.of("a", "bc"), List.of("abc"), List.of("a", List.of("b")),
				List.of(List.of("a"), "b"), List.of(List.of("a", "b")), Collections.singletonList(null), Set.of(),
				Set.of(1, 2), Set.of(1L, 2), Set.of(List.of(1), List.of(2)), Map.of(), Map.of(1, 2), Map.of(2, 1),
				Map.of(1, 2, 3, 4), Map.of(1, 4, 3, 2), Optional.empty(), Optional.of("a"),
				Optional.of(Optional.empty()), new Pair(null, null), new Pair("a", "b"), new Pair("b", "a"),
				new Couple("a", "b"), new Pair(new Pair("a", "b"), null), new Empty(),
				new Primitives(true, (byte) 1, '1', (short) 1, 1, 1, 1, 1), new Named("A"));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void aKeyComesBackEqual(Object key) {
		byte[] bytes = this.format.write(key);
		Object read = this.format.read(bytes);
		assertThat(read).isEqualTo(key).hasSameHashCodeAs(key);
		assertThat(key).isEqualTo(read);
		assertThat(this.format.write(key)).isEqualTo(bytes);
	}

	@Test
	void keysThatAreNotEqualHaveOtherBytes() {
		List<Object> keys = keys().toList();
		assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
		assertThat(keys.stream().map(this::write).distinct()).hasSameSizeAs(keys);
	}

	@Test
	void noKeyIsTheBeginningOfAnother() {
		List<byte[]> keys = keys().map(this.format::write).toList();
		for (byte[] one : keys) {
			assertThat(keys).filteredOn(
					(other) -> other.length >= one.length && Arrays.equals(one, 0, one.length, other, 0, one.length))
				.hasSize(1);
		}
	}

	@Test
	void equalKeysHaveTheSameBytes() {
		assertThat(write(new ArrayList<>(List.of(1, 2)))).isEqualTo(write(List.of(1, 2)))
			.isEqualTo(write(Arrays.asList(1, 2)))
			.isEqualTo(write(Collections.unmodifiableList(new ArrayList<>(List.of(1, 2)))));
		assertThat(write(new LinkedHashSet<>(List.of(1, 2, 3))))
			.isEqualTo(write(new LinkedHashSet<>(List.of(3, 2, 1))));
		Map<String, Integer> map = new LinkedHashMap<>(Map.of("b", 2));
		map.put("a", 1);
		assertThat(write(map)).isEqualTo(write(Map.of("a", 1, "b", 2)));
		assertThat(write(new SimpleKey((Object) new String[] { "a" })))
			.isEqualTo(write(new SimpleKey((Object) new Object[] { "a" })));
		assertThat(write(new SimpleKey())).isEqualTo(write(SimpleKey.EMPTY));
		assertThat(write(Double.longBitsToDouble(0x7FF8000000000001L))).isEqualTo(write(Double.NaN));
		assertThat(write(Float.intBitsToFloat(0x7FC00001))).isEqualTo(write(Float.NaN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP://EXAMPLE.com:80/%c3?%c3#%c3", "http://example.com:80/%C3?%C3#%c3" })
	void equalUrisHaveTheSameBytes(String uri) {
		URI other = URI.create("http://Example.Com:80/%C3?%c3#%C3");
		assertThat(URI.create(uri)).isEqualTo(other);
		assertThat(write(URI.create(uri))).isEqualTo(write(other));
	}

	@Test
	void aPortThatIsNotGivenIsNone() {
		assertThat(URI.create("http://a:/b")).isEqualTo(URI.create("http://a/b"));
		assertThat(write(URI.create("http://a:/b"))).isEqualTo(write(URI.create("http://a/b")));
		assertThat(write(URI.create("file:///a"))).isEqualTo(write(URI.create("file:/a")));
	}

	/**
	 * Processes of other versions read it.
	 */
	@Test
	void theFormatIsWhatItIsSaidToBe() {
		assertThat(this.format.write("ab")).containsExactly(1, 1, 4, 'a', 'b');
		assertThat(this.format.write(7L)).containsExactly(1, 7, 0, 0, 0, 0, 0, 0, 0, 7);
		assertThat(this.format.write(new SimpleKey(true, null))).containsExactly(1, 64, 2, 3, 1, 0);
		assertThat(this.format.write("x".repeat(100))).startsWith(1, 1, 0xC8, 1, 'x').hasSize(104);
	}

	@Test
	void noNameOfAClassIsWritten() {
		assertThat(new String(this.format.write(new Pair(Colour.RED, "x")), StandardCharsets.ISO_8859_1))
			.contains("RED", "x")
			.doesNotContain("Pair")
			.doesNotContain("Colour");
	}

	@Test
	void equalRandomKeysHaveTheSameBytesAndOthersOtherBytes() {
		RandomKey keys = new RandomKey(new Random(4711));
		List<Object> all = Stream.generate(() -> keys.next(3)).limit(3000).toList();
		List<ByteBuffer> bytes = all.stream().map(this::write).toList();
		int equal = 0;
		for (int i = 0; i < all.size(); i++) {
			assertThat(this.format.read(bytes.get(i).array())).isEqualTo(all.get(i));
			for (int j = 0; j < i; j++) {
				boolean same = all.get(i).equals(all.get(j));
				if (same != bytes.get(i).equals(bytes.get(j))) {
					throw new AssertionError(all.get(i) + " and " + all.get(j) + " are equal: " + same);
				}
				equal += same ? 1 : 0;
			}
		}
		assertThat(equal).isGreaterThan(1000);
	}

	@Test
	void whatHasNoFormIsRefusedWithARemedy() {
		for (Object key : new Object[] { new Object(), Thread.currentThread(), new AtomicInteger(), new byte[0],
				new String[0], new Random(1), Class.class, List.of(new Object()), new Pair(new Object(), null) }) {
			assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(key))
				.withMessageStartingWith("A key that is or holds a ")
				.withMessageEndingWith(
						" cannot be shared: use a String, a number, a UUID, an enum, a date, a record of "
								+ "such, or a list of such");
		}
		assertRefused(new Person(), "A key that is or holds a " + Person.class.getTypeName()
				+ " cannot be shared: use a String, a number, a UUID, an enum, a date, a record of such, or a list of such");
	}

	@Test
	void aSubclassOfATypeWithAFormIsRefused() {
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(new BigInteger("1") {
		}));
	}

	@Test
	void arraysAreWrittenOnlyWhereTheyAreComparedByContent() {
		assertThat(write(new SimpleKey((Object) new Object[] { new int[] { 1 } })).hasRemaining()).isTrue();
		for (Object key : new Object[] { List.of(new int[0]), Optional.of(new int[0]), new Pair(new int[0], null),
				new SimpleKey(List.of((Object) new int[0])), new SimpleKey(Optional.of(new Object[0])) }) {
			assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(key));
		}
	}

	@Test
	void aRecordWithAnotherEqualsIsRefused() {
		assertRefused(new Caseless("a"), "A key with the record " + Caseless.class.getTypeName()
				+ " cannot be shared, because it has an equals method of its own: remove that, or use another key");
	}

	@Test
	void aRecordWhoseConstructorChangesWhatItIsGivenIsRefused() {
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(new Hashed("a")))
			.withMessageStartingWith("A key with the record " + Hashed.class.getTypeName()
					+ " cannot be shared, because its constructor does not take what the record holds as it is");
	}

	@Test
	void whatARecordSaysOfItselfDoesNotMatter() {
		assertThat(write(new Veiled("a"))).isNotEqualTo(write(new Veiled("b")));
		assertThat(this.format.read(this.format.write(new Veiled("a")))).isEqualTo(new Veiled("a"));
	}

	@Test
	void aRecordWhoseConstructorFailsIsNoKey() {
		byte[] bytes = this.format.write(new Positive((byte) 1));
		bytes[bytes.length - 1] = 2;
		assertThat(this.format.read(bytes)).isEqualTo(new Positive((byte) 2));
		bytes[bytes.length - 1] = 0;
		assertThat(this.format.read(bytes)).isNull();
	}

	@Test
	void aKeyThatIsTooLargeIsRefused() {
		assertThatExceptionOfType(UnshareableException.class)
			.isThrownBy(() -> this.format.write("x".repeat(KeyOutput.MAXIMUM_BYTES)))
			.withMessage("A key of more than 65536 bytes cannot be shared: use a shorter one, or a hash of it");
		Object list = List.of();
		for (int i = 0; i < 10; i++) {
			list = Collections.nCopies(100, list);
		}
		Object huge = list;
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(huge));
		Object set = IntStream.rangeClosed(0, KeyWriter.MAXIMUM_UNORDERED).boxed().collect(Collectors.toSet());
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> this.format.write(set))
			.withMessage("A key with a set or map of more than 1000 elements cannot be shared");
	}

	@Test
	void aKeyThatIsNestedTooDeepOrContainsItselfIsRefused() {
		Object key = "x";
		for (int i = 0; i < KeyWriter.MAXIMUM_DEPTH; i++) {
			key = List.of(key);
		}
		assertThat(this.format.read(this.format.write(key))).isEqualTo(key);
		assertRefused(List.of(key), "A key whose parts are nested more than 16 deep cannot be shared");
		List<Object> itself = new ArrayList<>();
		itself.add(itself);
		assertRefused(itself, "A key whose parts are nested more than 16 deep cannot be shared");
	}

	@Test
	void aClassThatThisProcessHasNotWrittenIsUnknown() {
		byte[] record = new CacheKeyFormat().write(new Pair("a", "b"));
		byte[] constant = new CacheKeyFormat().write(Colour.GREEN);
		assertThat(this.format.read(record)).isNull();
		assertThat(this.format.read(constant)).isNull();
		this.format.write(new Pair(1, Colour.RED));
		assertThat(this.format.read(record)).isEqualTo(new Pair("a", "b"));
		assertThat(this.format.read(constant)).isSameAs(Colour.GREEN);
	}

	@Test
	void twoClassesOfOneNameAreNotConfused() throws ReflectiveOperationException {
		Object first = newForeignKey();
		Object second = newForeignKey();
		assertThat(this.format.read(this.format.write(first))).isEqualTo(first);
		assertRefused(second, "A key with a " + ForeignKey.class.getTypeName()
				+ " cannot be shared, because there are keys of another class of that name, or fingerprint");
		assertThat(this.format.read(this.format.write(first))).isEqualTo(first);
	}

	@Test
	void aClassIsNotKeptFromBeingUnloaded() throws ReflectiveOperationException {
		WeakReference<ClassLoader> loader = writeForeignKey();
		for (int i = 0; i < 100 && loader.get() != null; i++) {
			System.gc();
		}
		assertThat(loader.get()).isNull();
		Object next = newForeignKey();
		assertThat(this.format.read(this.format.write(next))).isEqualTo(next);
	}

	private WeakReference<ClassLoader> writeForeignKey() throws ReflectiveOperationException {
		Object key = newForeignKey();
		assertThat(key.equals(this.format.read(this.format.write(key)))).isTrue();
		return new WeakReference<>(key.getClass().getClassLoader());
	}

	private static Object newForeignKey() throws ReflectiveOperationException {
		Constructor<?> constructor = new ForeignLoader().loadClass(ForeignKey.class.getName())
			.getDeclaredConstructor(String.class);
		constructor.setAccessible(true);
		return constructor.newInstance("x");
	}

	record Empty() {

	}

	record Primitives(boolean a, byte b, char c, short d, int e, long f, float g, double h) {

	}

	record Named(String name) {

		Named {
			name = name.toLowerCase(Locale.ROOT);
		}

	}

	record Veiled(String name) {

		@Override
		public String name() {
			return "x";
		}

	}

	record Positive(byte number) {

		Positive {
			if (number <= 0) {
				throw new IllegalArgumentException();
			}
		}

	}

	record Hashed(String name) {

		Hashed {
			name = name + name.length();
		}

	}

	record Caseless(String name) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Caseless that && this.name.equalsIgnoreCase(that.name);
		}

		@Override
		public int hashCode() {
			return 0;
		}

	}

	/**
	 * Its equals method is not the one that the compiler adds: calling that is enough for
	 * some JDKs to keep the class.
	 */
	record ForeignKey(String name) {

		@Override
		public final boolean equals(@Nullable Object other) {
			return other instanceof ForeignKey that && this.name.equals(that.name);
		}

		@Override
		public final int hashCode() {
			return this.name.hashCode();
		}

	}

	static final class Person {

	}

	/**
	 * Loads the record anew.
	 */
	private static final class ForeignLoader extends ClassLoader {

		ForeignLoader() {
			super(CacheKeyFormatTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.equals(ForeignKey.class.getName())) {
				return super.loadClass(name, resolve);
			}
			String resource = "/" + name.replace('.', '/') + ".class";
			try (InputStream input = CacheKeyFormatTests.class.getResourceAsStream(resource)) {
				if (input == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = input.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
