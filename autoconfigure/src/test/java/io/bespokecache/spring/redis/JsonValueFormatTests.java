package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.bespokecache.shared.UnshareableException;
import io.bespokecache.spring.json.JsonType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.cache.support.NullValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values of a shared cache.
 */
class JsonValueFormatTests {

	private static final int LIMIT = 10_000;

	private static final String CITY = City.class.getName();

	private static JsonValueFormat format(String type) {
		return format(JsonMapper.shared(), type);
	}

	private static JsonValueFormat format(JsonMapper mapper, String type) {
		return new JsonValueFormat(JsonType.of(mapper, type, null), LIMIT);
	}

	private static Object read(JsonValueFormat format, String json) {
		byte[] bytes = ("<" + json + ">").getBytes(StandardCharsets.UTF_8);
		return format.read(bytes, 1, bytes.length - 2);
	}

	private static String write(JsonValueFormat format, Object value) {
		return new String(format.write(value), StandardCharsets.UTF_8);
	}

	private static void assertUnreadable(JsonValueFormat format, String json) {
		assertThatExceptionOfType(UnshareableException.class).as(json).isThrownBy(() -> read(format, json));
	}

	@Test
	void aValueComesBackAsTheDeclaredType() {
		JsonValueFormat format = format("java.util.List<" + CITY + ">");
		List<City> cities = List.of(new City("Wellington", LocalDate.of(1840, 1, 22)), new City("Bonn", null));
		assertThat(read(format, write(format, cities))).isEqualTo(cities);
	}

	@Test
	void whatStandsForNullHasNoBytes() {
		JsonValueFormat format = format(CITY);
		assertThat(format.write(NullValue.INSTANCE)).isEmpty();
		assertThat(read(format, "")).isSameAs(NullValue.INSTANCE);
	}

	@Test
	void noNameOfAClassIsWritten() {
		assertThat(write(format(CITY), new City("Bonn", null))).isEqualTo("{\"name\":\"Bonn\",\"founded\":null}");
	}

	@Test
	void aSubclassIsNotWritten() {
		assertThatExceptionOfType(UnshareableException.class)
			.isThrownBy(() -> format(Animal.class.getName()).write(new Dog()))
			.withMessage("The value is a " + Dog.class.getName() + ", which would come back as the declared "
					+ Animal.class.getName());
	}

	@Test
	void subtypesByNameAreReadAndWritten() {
		JsonValueFormat format = format(Shape.class.getName());
		assertThat(read(format, write(format, new Square(3)))).isEqualTo(new Square(3));
	}

	@Test
	void aTypeThatAsksForNamesOfClassesIsNeitherWrittenNorRead() {
		JsonValueFormat format = format(Gadget.class.getName());
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> format.write(new HarmlessGadget(1)));
		assertUnreadable(format, "{\"@class\":\"" + HarmlessGadget.class.getName() + "\",\"size\":1}");
	}

	@Test
	void namesOfClassesAreNotObeyedWhateverTheMapperIsConfiguredToDo() {
		JsonMapper mapper = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.build();
		JsonValueFormat format = format(mapper, "java.util.Map<java.lang.String, java.lang.Object>");
		assertThat(write(format, Map.of("a", 7))).isEqualTo("{\"a\":7}");
		assertThat(read(format, "{\"a\":[\"java.net.URL\",\"https://example.com\"]}"))
			.isEqualTo(Map.of("a", List.of("java.net.URL", "https://example.com")));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "null", "{", "[]", "7", "{} {}", "{}{}", "{\"name\":{}}",
			"{\"founded\":\"tomorrow\"}", "\u0000", "{\"name\":\"\u0000\"}" })
	void whatIsNotJsonOfTheTypeIsRefused(String json) {
		assertUnreadable(format(CITY), json);
	}

	@Test
	void nestingNumbersAndNamesAreBounded() {
		JsonValueFormat nested = format("java.util.List<java.lang.Object>");
		assertUnreadable(nested, "[".repeat(100_000));
		assertUnreadable(nested, "[".repeat(5000) + "]".repeat(5000));
		assertUnreadable(nested, "[" + "9".repeat(5000) + "]");
	}

	@Test
	void whatIsReadIsNotInTheMessage() {
		assertThatExceptionOfType(UnshareableException.class)
			.isThrownBy(() -> read(format(CITY), "{\"founded\":\"secret\"}"))
			.withMessageStartingWith("The value cannot be read as " + CITY + " (")
			.withMessageNotContaining("secret");
	}

	@Test
	void aValueThatIsTooLargeIsNotWritten() {
		JsonValueFormat format = format("java.lang.String");
		assertThat(format.write("x".repeat(LIMIT - 2))).hasSize(LIMIT);
		assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> format.write("x".repeat(LIMIT - 1)))
			.withMessage("The value takes more than the 10000 bytes that are allowed");
	}

	@Test
	void aValueThatContainsItselfIsNotWritten() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertThatExceptionOfType(UnshareableException.class)
			.isThrownBy(() -> format("java.util.List<java.lang.Object>").write(list));
	}

	@Test
	void aTypeThatCanOnlyBeWrittenIsRefusedAtOnce() {
		assertThatExceptionOfType(UnshareableException.class)
			.isThrownBy(() -> format(WriteOnly.class.getName()).write(new Size(7)))
			.withMessageStartingWith("The value cannot be read as " + WriteOnly.class.getName());
	}

	@Test
	void aValueThatReadsAsNullIsRefused() {
		assertThatExceptionOfType(UnshareableException.class)
			.isThrownBy(() -> format(Nothing.class.getName()).write(new Nothing()))
			.withMessage("The value reads as null");
	}

	@Test
	void theSameDeclarationIsTheSameType() {
		assertThat(format(CITY).type()).isEqualTo(format(CITY).type())
			.isNotEqualTo(format(Animal.class.getName()).type())
			.isNotEqualTo(format("java.util.List<" + CITY + ">").type());
	}

	@Test
	void everyTruncationIsRefused() {
		JsonValueFormat format = format(CITY);
		byte[] whole = format.write(new City("Wellington", LocalDate.of(1840, 1, 22)));
		for (int length = 1; length < whole.length; length++) {
			byte[] cut = Arrays.copyOf(whole, length);
			assertThatExceptionOfType(UnshareableException.class).isThrownBy(() -> format.read(cut, 0, cut.length));
		}
	}

	record City(String name, @Nullable LocalDate founded) {

	}

	static class Animal {

		public String name = "";

	}

	static class Dog extends Animal {

		public int age;

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Square.class, name = "square"))
	sealed interface Shape permits Square {

	}

	record Square(int side) implements Shape {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface Gadget {

	}

	record HarmlessGadget(int size) implements Gadget {

	}

	interface WriteOnly {

		int getSize();

	}

	record Size(int getSize) implements WriteOnly {

	}

	static final class Nothing {

		@JsonValue
		@Nullable Object value() {
			return null;
		}

	}

}
