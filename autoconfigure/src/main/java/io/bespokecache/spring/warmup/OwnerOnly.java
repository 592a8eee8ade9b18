package io.bespokecache.spring.warmup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Files that only the user who runs the application may read and write. They are so from
 * their creation on: permissions that are set later leave a moment for others.
 */
final class OwnerOnly {

	private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

	private OwnerOnly() {
	}

	/**
	 * Creates a directory and its parents, if need be. One that exists stays as it is.
	 */
	static void createDirectories(Path directory) throws IOException {
		if (supports(directory, "posix")) {
			Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
		}
		else {
			Files.createDirectories(directory);
		}
	}

	/**
	 * Creates an empty file of a name that no other has.
	 */
	static Path createTemporaryFile(Path directory, String prefix, String suffix) throws IOException {
		if (supports(directory, "posix")) {
			return Files.createTempFile(directory, prefix, suffix, PosixFilePermissions.asFileAttribute(FILE));
		}
		if (supports(directory, "acl")) {
			return Files.createTempFile(directory, prefix, suffix, new OwnerAcl(directory));
		}
		Path file = Files.createTempFile(directory, prefix, suffix);
		restrict(file.toFile());
		return file;
	}

	private static void restrict(File file) throws IOException {
		if (!(file.setReadable(false, false) && file.setWritable(false, false) && file.setReadable(true, true)
				&& file.setWritable(true, true))) {
			Files.delete(file.toPath());
			throw new IOException("Nobody can be kept from reading " + file);
		}
	}

	/**
	 * Refuses a file that somebody else owns, or may read or write.
	 */
	static void require(Path file) throws IOException, SnapshotRefusedException {
		UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
		UserPrincipal self = ownerOfNewFiles(file);
		if (!owner.equals(self)) {
			throw new SnapshotRefusedException("belongs to '" + owner.getName() + "', not to '" + self.getName() + "'");
		}
		if (supports(file, "posix")) {
			Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
			if (!FILE.containsAll(permissions)) {
				throw new SnapshotRefusedException(
						"is open to more than its owner (" + PosixFilePermissions.toString(permissions) + " instead of "
								+ PosixFilePermissions.toString(FILE) + ")");
			}
		}
	}

	/**
	 * The name of the user need not be known to the system, as in a container, and some
	 * file systems map users. So a file is made beside the other to see who owns it.
	 */
	private static UserPrincipal ownerOfNewFiles(Path sibling) throws IOException {
		Path probe = createTemporaryFile(parentOf(sibling), sibling.getFileName() + ".", SnapshotFile.TEMPORARY);
		try {
			return Files.getOwner(probe);
		}
		finally {
			Files.delete(probe);
		}
	}

	static Path parentOf(Path file) throws IOException {
		Path parent = file.toAbsolutePath().getParent();
		if (parent == null) {
			throw new IOException(file + " is not in a directory");
		}
		return parent;
	}

	private static boolean supports(Path path, String attributes) {
		return path.getFileSystem().supportedFileAttributeViews().contains(attributes);
	}

	/**
	 * An access control list that lets in nobody but the user who runs the application.
	 */
	private static final class OwnerAcl implements FileAttribute<List<AclEntry>> {

		private final List<AclEntry> entries;

		private OwnerAcl(Path directory) throws IOException {
			UserPrincipal user = directory.getFileSystem()
				.getUserPrincipalLookupService()
				.lookupPrincipalByName(System.getProperty("user.name"));
			this.entries = List.of(AclEntry.newBuilder()
				.setType(AclEntryType.ALLOW)
				.setPrincipal(user)
				.setPermissions(EnumSet.allOf(AclEntryPermission.class))
				.build());
		}

		@Override
		public String name() {
			return "acl:acl";
		}

		@Override
		public List<AclEntry> value() {
			return this.entries;
		}

	}

}
