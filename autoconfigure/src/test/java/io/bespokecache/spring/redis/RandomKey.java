package io.bespokecache.spring.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Keys drawn from so few that equal ones are common, each in a form of its own.
 */
final class RandomKey {

	private static final List<String> TEXTS = List.of("", "a", "b", "ab", "a::b", "::", "1", "\u00E9", "\uD83D\uDE00",
			"\uD83D", "\uDE00", "?", "\uFFFD", "RED");

	private final Random random;

	RandomKey(Random random) {
		this.random = random;
	}

	Object next(int depth) {
		if (depth == 0 || this.random.nextBoolean()) {
			return nextScalar();
		}
		return switch (this.random.nextInt(7)) {
			case 0 -> new SimpleKey(nextParameters(depth));
			case 1 -> nextList(depth);
			case 2 -> nextSet(depth);
			case 3 -> nextMap(depth);
			case 4 -> Optional.ofNullable(nextOrNull(depth - 1));
			case 5 -> new Pair(nextOrNull(depth - 1), nextOrNull(depth - 1));
			default -> new Couple(nextOrNull(depth - 1), nextOrNull(depth - 1));
		};
	}

	private @Nullable Object nextOrNull(int depth) {
		return (this.random.nextInt(5) > 0) ? next(depth) : null;
	}

	private @Nullable Object[] nextParameters(int depth) {
		@Nullable Object[] parameters = new Object[this.random.nextInt(4)];
		for (int i = 0; i < parameters.length; i++) {
			parameters[i] = (this.random.nextInt(4) > 0) ? nextOrNull(depth - 1) : nextArray(depth - 1);
		}
		return parameters;
	}

	private Object nextArray(int depth) {
		int number = this.random.nextInt(2);
		return switch (this.random.nextInt(11)) {
			case 0 -> new int[] { number };
			case 1 -> new long[] { number };
			case 2 -> new byte[] { (byte) number };
			case 3 -> new char[] { (char) number };
			case 4 -> new short[] { (short) number };
			case 5 -> new double[] { number, -0.0 };
			case 6 -> new float[] { number };
			case 7 -> new boolean[] { number == 0 };
			case 8 -> new String[] { nextText() };
			case 9 -> new int[0];
			default -> (depth > 0) ? nextParameters(depth) : new Object[] { nextText() };
		};
	}

	private List<@Nullable Object> nextList(int depth) {
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = this.random.nextInt(3); i > 0; i--) {
			list.add(nextOrNull(depth - 1));
		}
		return this.random.nextBoolean() ? list : Collections.unmodifiableList(list);
	}

	private Set<@Nullable Object> nextSet(int depth) {
		Set<@Nullable Object> set = this.random.nextBoolean() ? new HashSet<>() : new LinkedHashSet<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			set.add(nextOrNull(depth - 1));
		}
		return set;
	}

	private Map<@Nullable Object, @Nullable Object> nextMap(int depth) {
		Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
		for (int i = this.random.nextInt(3); i > 0; i--) {
			map.put(nextOrNull(depth - 1), nextOrNull(depth - 1));
		}
		return map;
	}

	private String nextText() {
		return new String(TEXTS.get(this.random.nextInt(TEXTS.size())).toCharArray());
	}

	private Object nextScalar() {
		int number = this.random.nextInt(3) - 1;
		LocalDate date = LocalDate.ofEpochDay(number);
		LocalTime time = LocalTime.of(0, 0, 0, number + 1);
		ZoneOffset offset = ZoneOffset.ofHours(number);
		return switch (this.random.nextInt(27)) {
			case 0 -> (char) (number + 'b');
			case 1 -> number > 0;
			case 2 -> (byte) number;
			case 3 -> (short) number;
			case 4 -> number;
			case 5 -> (long) number;
			case 6 -> (number != 0) ? number * 0.0F : Float.intBitsToFloat(0x7FC00000 + this.random.nextInt(3));
			case 7 -> (number != 0) ? number * 0.0 : Double.longBitsToDouble(0x7FF8L << 48 | this.random.nextInt(3));
			case 8 -> BigInteger.valueOf(number);
			case 9 -> BigDecimal.valueOf(number, this.random.nextInt(3) - 1);
			case 10 -> new UUID(number, this.random.nextInt(2));
			case 11 -> Instant.ofEpochSecond(number, this.random.nextInt(2));
			case 12 -> date;
			case 13 -> time;
			case 14 -> LocalDateTime.of(date, time);
			case 15 -> OffsetDateTime.of(date, time, offset);
			case 16 -> ZonedDateTime.of(date, time, this.random.nextBoolean() ? offset : ZoneId.of("Europe/Berlin"));
			case 17 -> Duration.ofSeconds(number, this.random.nextInt(2));
			case 18 -> Year.of(number);
			case 19 -> YearMonth.of(number, this.random.nextInt(2) + 1);
			case 20 -> this.random.nextBoolean() ? offset : ZoneId.of("UTC+0" + (number + 1));
			case 21 -> URI.create((number > 0) ? "http://h/%c3" : (number < 0) ? "HTTP://H/%C3" : "http://h/%C4");
			case 22 -> (number > 0) ? Locale.ROOT : (number < 0) ? Locale.GERMANY : Locale.GERMAN;
			case 23 -> (number > 0) ? DayOfWeek.MONDAY : (number < 0) ? Colour.RED : Shade.RED;
			case 24 -> Colour.values()[number + 1];
			default -> nextText();
		};
	}

	enum Colour {

		RED, GREEN {

			@Override
			public String toString() {
				return "RED";
			}

		},
		BLUE

	}

	enum Shade {

		RED

	}

	record Pair(@Nullable Object first, @Nullable Object second) {

	}

	record Couple(@Nullable Object first, @Nullable Object second) {

	}

}
