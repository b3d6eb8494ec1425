# Options of configure that the builds of PHP share. Sourced, not run.

# options_for_tests PHP: what the tests use, and xml and zlib, which pecl needs to read a package.
options_for_tests() {
	echo --enable-pcntl --enable-posix --enable-opcache --disable-opcache-jit --enable-xml --with-zlib
	case $1 in
	7.[0-3]) echo --enable-json --enable-hash "--with-libexpat-dir=/usr --with-libdir=lib/$(uname -m)-linux-gnu" ;;
	7.*) echo --enable-json --with-expat ;;
	*) echo --with-expat ;;
	esac
}
