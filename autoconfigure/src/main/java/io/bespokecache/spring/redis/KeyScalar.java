package io.bespokecache.spring.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.bespokecache.shared.UnshareableException;
import org.jspecify.annotations.Nullable;

/**
 * A type of the JDK whose instances hold nothing of other types, and how they are
 * written. The tags are part of the format: none is ever given to another type.
 *
 * @param <T> the type
 * @param tag stands for the type
 * @param type the type
 * @param writer writes an instance
 * @param reader reads an instance; fails in any way if there is none
 */
record KeyScalar<T>(byte tag, Class<T> type, BiConsumer<T, KeyOutput> writer, Function<KeyInput, T> reader) {

	private static final List<KeyScalar<?>> ALL = List.of(
			scalar(1, String.class, (value, out) -> out.text(value), KeyInput::text),
			scalar(2, Character.class, (value, out) -> out.int16(value), (in) -> (char) in.int16()),
			scalar(3, Boolean.class, (value, out) -> out.octet(value ? 1 : 0), (in) -> in.octet() != 0),
			scalar(4, Byte.class, (value, out) -> out.octet(value), KeyInput::octet),
			scalar(5, Short.class, (value, out) -> out.int16(value), KeyInput::int16),
			scalar(6, Integer.class, (value, out) -> out.int32(value), KeyInput::int32),
			scalar(7, Long.class, (value, out) -> out.int64(value), KeyInput::int64),
			scalar(8, Float.class, (value, out) -> out.int32(Float.floatToIntBits(value)),
					(in) -> Float.intBitsToFloat(in.int32())),
			scalar(9, Double.class, (value, out) -> out.int64(Double.doubleToLongBits(value)),
					(in) -> Double.longBitsToDouble(in.int64())),
			scalar(10, BigInteger.class, (value, out) -> out.block(value.toByteArray()),
					(in) -> new BigInteger(in.block())),
			scalar(11, BigDecimal.class, KeyScalar::writeDecimal, KeyScalar::readDecimal),
			scalar(12, UUID.class, KeyScalar::writeUuid, (in) -> new UUID(in.int64(), in.int64())),
			scalar(13, Instant.class, KeyScalar::writeInstant, (in) -> Instant.ofEpochSecond(in.int64(), in.int32())),
			scalar(14, LocalDate.class, (value, out) -> out.int64(value.toEpochDay()),
					(in) -> LocalDate.ofEpochDay(in.int64())),
			scalar(15, LocalTime.class, (value, out) -> out.int64(value.toNanoOfDay()),
					(in) -> LocalTime.ofNanoOfDay(in.int64())),
			scalar(16, LocalDateTime.class, KeyScalar::writeDateTime, KeyScalar::readDateTime),
			scalar(17, OffsetDateTime.class, (value, out) -> {
				writeDateTime(value.toLocalDateTime(), out);
				writeOffset(value.getOffset(), out);
			}, (in) -> OffsetDateTime.of(readDateTime(in), readOffset(in))),
			scalar(18, ZonedDateTime.class, (value, out) -> {
				writeDateTime(value.toLocalDateTime(), out);
				writeOffset(value.getOffset(), out);
				out.text(value.getZone().getId());
			}, (in) -> ZonedDateTime.ofStrict(readDateTime(in), readOffset(in), ZoneId.of(in.text()))),
			scalar(19, Duration.class, (value, out) -> {
				out.int64(value.getSeconds());
				out.int32(value.getNano());
			}, (in) -> Duration.ofSeconds(in.int64(), in.int32())),
			scalar(20, Year.class, (value, out) -> out.int32(value.getValue()), (in) -> Year.of(in.int32())),
			scalar(21, YearMonth.class, (value, out) -> {
				out.int32(value.getYear());
				out.octet(value.getMonthValue());
			}, (in) -> YearMonth.of(in.int32(), in.octet())),
			scalar(22, ZoneId.class, (value, out) -> out.text(value.getId()), (in) -> ZoneId.of(in.text())),
			scalar(23, URI.class, (value, out) -> out.text(CanonicalUri.of(value)), (in) -> URI.create(in.text())),
			scalar(24, Locale.class, KeyScalar::writeLocale, (in) -> Locale.forLanguageTag(in.text())));

	private static final Map<Class<?>, KeyScalar<?>> BY_TYPE = ALL.stream()
		.collect(Collectors.toUnmodifiableMap(KeyScalar::type, Function.identity()));

	private static final Map<Byte, KeyScalar<?>> BY_TAG = ALL.stream()
		.collect(Collectors.toUnmodifiableMap(KeyScalar::tag, Function.identity()));

	/**
	 * How an object is written.
	 * @param object the object
	 * @return {@code null} if it is not of one of these types, or of a subclass
	 */
	static @Nullable KeyScalar<?> of(Object object) {
		return of((object instanceof ZoneId) ? ZoneId.class : object.getClass());
	}

	static @Nullable KeyScalar<?> of(Class<?> type) {
		return BY_TYPE.get(type);
	}

	static @Nullable KeyScalar<?> tagged(byte tag) {
		return BY_TAG.get(tag);
	}

	private static <T> KeyScalar<T> scalar(int tag, Class<T> type, BiConsumer<T, KeyOutput> writer,
			Function<KeyInput, T> reader) {
		return new KeyScalar<>((byte) tag, type, writer, reader);
	}

	void write(Object object, KeyOutput output) {
		this.writer.accept(this.type.cast(object), output);
	}

	T read(KeyInput input) {
		return this.reader.apply(input);
	}

	private static void writeDecimal(BigDecimal decimal, KeyOutput output) {
		output.int32(decimal.scale());
		output.block(decimal.unscaledValue().toByteArray());
	}

	private static BigDecimal readDecimal(KeyInput input) {
		int scale = input.int32();
		return new BigDecimal(new BigInteger(input.block()), scale);
	}

	private static void writeUuid(UUID uuid, KeyOutput output) {
		output.int64(uuid.getMostSignificantBits());
		output.int64(uuid.getLeastSignificantBits());
	}

	private static void writeInstant(Instant instant, KeyOutput output) {
		output.int64(instant.getEpochSecond());
		output.int32(instant.getNano());
	}

	private static void writeDateTime(LocalDateTime dateTime, KeyOutput output) {
		output.int64(dateTime.toLocalDate().toEpochDay());
		output.int64(dateTime.toLocalTime().toNanoOfDay());
	}

	private static LocalDateTime readDateTime(KeyInput input) {
		return LocalDateTime.of(LocalDate.ofEpochDay(input.int64()), LocalTime.ofNanoOfDay(input.int64()));
	}

	private static void writeOffset(ZoneOffset offset, KeyOutput output) {
		output.int32(offset.getTotalSeconds());
	}

	private static ZoneOffset readOffset(KeyInput input) {
		return ZoneOffset.ofTotalSeconds(input.int32());
	}

	private static void writeLocale(Locale locale, KeyOutput output) {
		String tag = locale.toLanguageTag();
		if (!Locale.forLanguageTag(tag).equals(locale)) {
			throw new UnshareableException("A key with a locale that has no language tag cannot be shared");
		}
		output.text(tag);
	}

}
