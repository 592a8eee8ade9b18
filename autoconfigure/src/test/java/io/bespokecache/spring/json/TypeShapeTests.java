package io.bespokecache.spring.json;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

import static org.assertj.core.api.Assertions.assertThat;

class TypeShapeTests {

	private static String shapeOf(String type) {
		TypeFactory types = JsonMapper.shared().getTypeFactory();
		return TypeShape.of(List.of(JsonTypes.parse(type, types, null)));
	}

	/**
	 * The fingerprint of a class as it would be if it had another's name.
	 */
	private static String shapeOf(Class<?> type) {
		return TypeShape.describe(List.of(JsonMapper.shared().constructType(type))).replace(type.getName(), "Same");
	}

	@Test
	void theSameTypesHaveTheSameShape() {
		assertThat(shapeOf("java.util.List<java.lang.Long>")).isEqualTo(shapeOf("java.util.List<java.lang.Long>"))
			.isNotEqualTo(shapeOf("java.util.List<java.lang.Integer>"));
	}

	@Test
	void aFieldMoreIsAnotherShape() {
		assertThat(shapeOf(Before.class)).isNotEqualTo(shapeOf(Added.class));
	}

	@Test
	void aFieldOfAnotherNameIsAnotherShape() {
		assertThat(shapeOf(Before.class)).isNotEqualTo(shapeOf(Renamed.class));
	}

	@Test
	void aFieldOfAnotherTypeIsAnotherShape() {
		assertThat(shapeOf(Before.class)).isNotEqualTo(shapeOf(Retyped.class));
	}

	@Test
	void aPropertyThatJacksonCallsAnotherNameIsAnotherShape() {
		assertThat(shapeOf(Before.class)).isNotEqualTo(shapeOf(Annotated.class));
	}

	@Test
	void whatIsNoPartOfTheStateDoesNotMatter() {
		assertThat(shapeOf(Before.class)).isEqualTo(shapeOf(Behaving.class));
	}

	@Test
	void classesThatAreReachedThroughFieldsCount() {
		assertThat(TypeShape.describe(List.of(JsonMapper.shared().constructType(Nested.class))))
			.contains(Before.class.getName())
			.contains(Colour.class.getName())
			.contains("RED");
	}

	@Test
	void aClassMayReachItself() {
		assertThat(shapeOf(Tree.class.getName())).hasSize(Sha256.DIGITS);
	}

	record Before(String name) {

	}

	record Added(String name, int size) {

	}

	record Renamed(String title) {

	}

	record Retyped(Integer name) {

	}

	record Annotated(@JsonProperty("title") String name) {

	}

	record Behaving(String name) {

		private static final String PREFIX = "x";

		String prefixed() {
			return PREFIX + this.name;
		}

	}

	record Nested(Map<Colour, List<Before[]>> content) {

	}

	record Tree(List<Tree> children) {

	}

	enum Colour {

		RED, GREEN

	}

}
