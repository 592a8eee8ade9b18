package io.bespokecache.spring.interceptor;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Objects with properties of every shape that SpEL reads.
 */
@SuppressWarnings("EffectivelyPrivate") // a public getter of a private class is a
										// property
final class Receivers {

	private Receivers() {
	}

	/**
	 * Objects whose property {@code id} can be read, each of another class.
	 */
	static List<Object> withId() {
		return List.of(new PublicRecord(1), new PrivateRecord(2), new GenericRecord<>("3"), new Bean(4),
				new SubclassOfBean(), new OverridingBean(), new PrivateBean(7), new PublicField(8),
				new FieldOfSuperclass(), new BooleanIs(true), new StaticGetter(), new StaticField(), new ByInterface(),
				new ByDefaultMethod(), new Covariant(), new GetterAndAccessor(), new GetterAndIs(),
				new GetterAndField(), new AccessorAndField(), new Anonymous() {
					@Override
					public Object getId() {
						return "anonymous";
					}
				}, (Lambda) () -> "lambda", proxy(), new HiddenField(), new Both(), new OfPrivateSuperclass(),
				Constant.PLAIN, Constant.WITH_BODY, new LocalIs(), new ArrayGetter());
	}

	static Object privateRecord(int id) {
		return new PrivateRecord(id);
	}

	static Object proxy() {
		return Proxy.newProxyInstance(Receivers.class.getClassLoader(), new Class<?>[] { Lambda.class },
				(proxy, method, arguments) -> method.getName().equals("getId") ? "proxy" : null);
	}

	public record PublicRecord(int id) {

	}

	private record PrivateRecord(int id) {

	}

	record GenericRecord<T>(T id) {

	}

	public static class Bean {

		private final long id;

		Bean(long id) {
			this.id = id;
		}

		public long getId() {
			return this.id;
		}

	}

	static class SubclassOfBean extends Bean {

		SubclassOfBean() {
			super(5);
		}

	}

	static class OverridingBean extends Bean {

		OverridingBean() {
			super(0);
		}

		@Override
		public long getId() {
			return 6;
		}

	}

	private static final class PrivateBean {

		private final long id;

		PrivateBean(long id) {
			this.id = id;
		}

		@SuppressWarnings("unused") // read by its name only
		public long getId() {
			return this.id;
		}

	}

	public static class PublicField {

		public final short id;

		PublicField(int id) {
			this.id = (short) id;
		}

	}

	static class FieldOfSuperclass extends PublicField {

		FieldOfSuperclass() {
			super(9);
		}

	}

	static class BooleanIs {

		private final boolean id;

		BooleanIs(boolean id) {
			this.id = id;
		}

		public boolean isId() {
			return this.id;
		}

	}

	static class LocalIs {

		public Boolean isId() {
			return Boolean.FALSE;
		}

	}

	static class StaticGetter {

		public static String getId() {
			return "static getter";
		}

	}

	static class StaticField {

		public static String id = "static field";

	}

	public interface Identified {

		char getId();

	}

	static class ByInterface implements Identified {

		@Override
		public char getId() {
			return 'i';
		}

	}

	interface IdentifiedByDefault {

		default byte getId() {
			return 10;
		}

	}

	static class ByDefaultMethod implements IdentifiedByDefault {

	}

	abstract static class OfObject {

		public abstract Object getId();

	}

	static class Covariant extends OfObject {

		@Override
		public String getId() {
			return "covariant";
		}

	}

	static class GetterAndAccessor {

		public String getId() {
			return "getter";
		}

		public String id() {
			return "accessor";
		}

	}

	static class GetterAndIs {

		public double getId() {
			return 1.5;
		}

		public boolean isId() {
			return true;
		}

	}

	static class GetterAndField {

		public String id = "field";

		public float getId() {
			return 2.5F;
		}

	}

	static class AccessorAndField {

		public String id = "field";

		public String id() {
			return "accessor";
		}

	}

	interface Lambda {

		Object getId();

	}

	abstract static class Anonymous {

		public abstract Object getId();

	}

	@SuppressWarnings("HidingField") // SpEL reads the field of the subclass
	static class HiddenField extends PublicField {

		public final String id = "hides";

		HiddenField() {
			super(11);
		}

	}

	static class Both implements Lambda, Comparable<Both> {

		@Override
		public Integer getId() {
			return 12;
		}

		@Override
		public int compareTo(Both other) {
			return 0;
		}

	}

	static class OfPrivateSuperclass extends PrivateSuperclass {

	}

	private static class PrivateSuperclass {

		public String getId() {
			return "private superclass";
		}

	}

	enum Constant {

		PLAIN, WITH_BODY {

			@Override
			public String getId() {
				return "body";
			}

		};

		public String getId() {
			return "plain";
		}

	}

	static class ArrayGetter {

		private final int[] id = { 1, 2 };

		public int[] getId() {
			return this.id;
		}

	}

	record Address(@Nullable String city) {

	}

	record User(@Nullable Address address, Optional<String> nickname, Map<String, String> attributes, Class<?> type) {

		static User in(@Nullable String city) {
			return new User(new Address(city), Optional.of("nick"), Map.of("size", "XL"), String.class);
		}

		static User withoutAddress() {
			return new User(null, Optional.empty(), Map.of(), Integer.class);
		}

	}

	/**
	 * Has properties whose getters SpEL looks for under more than one name.
	 */
	static class OddNames {

		public String getURL() {
			return "URL";
		}

		public String getxCoordinate() {
			return "x";
		}

		public String getXCoordinate() {
			return "X";
		}

		public String getyCoordinate() {
			return "y";
		}

		public String getMethodName() {
			return "own";
		}

		public String getLength() {
			return "long";
		}

	}

	/**
	 * Has properties that cannot be read.
	 */
	static class Unreadable {

		@Nullable String getPackagePrivate() {
			return "";
		}

		protected String getProtected() {
			return "";
		}

		public void getNothing() {
		}

		public String getWith(String parameter) {
			return parameter;
		}

		public @Nullable String getNull() {
			return null;
		}

		public String getFailing() {
			throw new IllegalStateException("getter");
		}

		public String getBroken() {
			throw new AssertionError("getter");
		}

		public String isText() {
			return "";
		}

	}

	/**
	 * Counts how often its getter is called.
	 */
	static class Counting {

		private final List<String> calls = new ArrayList<>();

		public Object getId() {
			this.calls.add("id");
			return 1;
		}

		int calls() {
			return this.calls.size();
		}

	}

}
