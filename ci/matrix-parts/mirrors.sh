# Where Debian's packages come from: whatever this machine's own apt uses. Sourced, not run.
# Sets main_mirror and security_mirror; an empty one means that apt knows none.

mirror_labelled() {
	apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk -F'|' -v label="$1" '$1 == label { print $2; exit }'
}

main_mirror=$(mirror_labelled Debian)
security_mirror=$(mirror_labelled Debian-Security)

# apt_sources SUITE POCKET: the sources.list of a chroot.
apt_sources() {
	for kind in deb deb-src; do
		echo "$kind $main_mirror $1 main"
		case $2 in
		security) echo "$kind $security_mirror $1-security main" ;;
		experimental) echo "$kind $main_mirror experimental main" ;;
		esac
	done
}

# apt_settings: the apt.conf of a chroot. A suite that is no longer updated has an old date on its
# index, which is no reason to refuse it here; a proxy of the machine holds for the chroot too.
apt_settings() {
	echo 'Acquire::Check-Valid-Until "false";'
	echo 'Acquire::Languages "none";'
	echo 'Acquire::Retries "3";'
	echo 'APT::Install-Recommends "false";'
	apt-config dump 2>/dev/null | grep -E '^Acquire::https?::Proxy' || :
}
