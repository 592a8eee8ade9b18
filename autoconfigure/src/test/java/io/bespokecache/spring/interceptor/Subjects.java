package io.bespokecache.spring.interceptor;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Arguments with properties: public and private classes, records, subclasses that
 * override a property, and getters that fail.
 */
final class Subjects {

	private Subjects() {
	}

	static Person person(long id, String name, String city) {
		return new Person(id, name, new Address(city));
	}

	static Person admin(long id, String name) {
		return new Admin(id, name);
	}

	static Person secretive(long id, String name) {
		return new Secretive(id, name);
	}

	static Object secret(String name) {
		return new Secret(name);
	}

	static Party secretParty(long id) {
		return new SecretParty(id);
	}

	/**
	 * Something with an identity.
	 */
	public interface Party {

		long getId();

		default String getLabel() {
			return "party " + getId();
		}

	}

	/**
	 * A public class with properties of many kinds. People are equal if their ids are.
	 */
	public static class Person implements Party {

		public final String badge;

		private final long id;

		private final String name;

		private final @Nullable Address address;

		Person(long id, String name, @Nullable Address address) {
			this.id = id;
			this.name = name;
			this.address = address;
			this.badge = "badge " + id;
		}

		@Override
		public long getId() {
			return this.id;
		}

		public String getName() {
			return this.name;
		}

		public @Nullable Address getAddress() {
			return this.address;
		}

		public boolean isActive() {
			return this.id % 2 == 1;
		}

		public List<String> getTags() {
			return List.of("tag " + this.id, this.name);
		}

		public Map<String, Object> getAttributes() {
			return Map.of("k", this.id);
		}

		public Point getPoint() {
			return new Point((int) this.id, 0);
		}

		public String getTrouble() {
			throw new IllegalStateException("trouble with " + this.id);
		}

		String getHidden() {
			return "hidden " + this.id;
		}

		public String shout() {
			return this.name + "!";
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Person that && that.id == this.id;
		}

		@Override
		public int hashCode() {
			return Long.hashCode(this.id);
		}

		@Override
		public String toString() {
			return getClass().getSimpleName() + " " + this.id + " " + this.name;
		}

	}

	/**
	 * A public subclass that overrides properties, and has no address.
	 */
	public static final class Admin extends Person {

		Admin(long id, String name) {
			super(id, name, null);
		}

		@Override
		public String getName() {
			return "admin " + super.getName();
		}

		public String getRights() {
			return "all";
		}

	}

	/**
	 * A private subclass that overrides a property.
	 */
	private static final class Secretive extends Person {

		Secretive(long id, String name) {
			super(id, name, new Address("nowhere"));
		}

		@Override
		public String getName() {
			return "secret " + super.getName();
		}

	}

	/**
	 * A public class below a property.
	 */
	public static final class Address {

		private final String city;

		Address(String city) {
			this.city = city;
		}

		public String getCity() {
			return this.city;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Address that && Objects.equals(that.city, this.city);
		}

		@Override
		public int hashCode() {
			return this.city.hashCode();
		}

		@Override
		public String toString() {
			return this.city;
		}

	}

	/**
	 * A public record.
	 */
	public record Point(int x, int y) {
	}

	private record Secret(String name) {
	}

	private record SecretParty(long id) implements Party {

		@Override
		public long getId() {
			return this.id;
		}

	}

	/**
	 * A key whose hash is that of every other.
	 */
	record Colliding(int number) {

		@Override
		public int hashCode() {
			return 1;
		}

	}

	/**
	 * A key whose first look-up fails: either its hash code cannot be had, or it cannot
	 * be compared. All have the same hash.
	 */
	static final class FailingOnce {

		private final String name;

		private boolean hashing;

		private boolean comparing;

		private FailingOnce(String name, boolean hashing, boolean comparing) {
			this.name = name;
			this.hashing = hashing;
			this.comparing = comparing;
		}

		static FailingOnce inHashCode(String name) {
			return new FailingOnce(name, true, false);
		}

		static FailingOnce inEquals(String name) {
			return new FailingOnce(name, false, true);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this.comparing) {
				this.comparing = false;
				throw new IllegalStateException("no equality of " + this.name);
			}
			return other instanceof FailingOnce that && that.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			if (this.hashing) {
				this.hashing = false;
				throw new IllegalStateException("no hash code of " + this.name);
			}
			return 1;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
