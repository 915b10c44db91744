#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The command as people meet it: their mistakes, their Ctrl-C, their full
disk. Prints TAP; each function whose name is a sentence is a test.

usage: test-cli.py HOTCAGE PLUGIN OTHER-QEMU [TEST...]"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

HOTCAGE, PLUGIN, OTHER_QEMU = (os.path.abspath(a) for a in sys.argv[1:4])
DATA = pathlib.Path(os.environ.get('HOTCAGE_DATA') or
                    pathlib.Path(__file__).resolve().parents[2])
ENV = {**os.environ, 'HOTCAGE_DATA': str(DATA), 'HOTCAGE_PLUGIN': PLUGIN,
       'LC_ALL': 'C.UTF-8'}
ENV.pop('HOTCAGE_RUN', None)
ENV.pop('HOTCAGE_QEMU', None)
# A machine that is busy with something else still gets there.
PATIENCE_S = 600


class Skip(Exception):
    """Something that the test needs is absent."""


class Room:
    """A folder of its own for each test, and the processes it started."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.children = []

    def write(self, name, text):
        path = self.path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def scenario(self, *lines, name='story.hc'):
        return self.write(name, '# A story.\nboard two-cages\n' +
                          '\n'.join(lines) + '\n')

    def command(self, *args, env=None, **more):
        return subprocess.run([HOTCAGE, *args], cwd=self.path,
                              env={**ENV, **(env or {})}, text=True,
                              capture_output=True, timeout=PATIENCE_S,
                              stdin=subprocess.DEVNULL, check=False, **more)

    def start(self, *args, **more):
        more = {'env': ENV, **more}
        child = subprocess.Popen([HOTCAGE, *args], cwd=self.path, text=True,
                                 stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, **more)
        self.children.append(child)
        return child

    def paused(self, out='out', more=()):
        """A bench that stands before its first instruction."""
        child = self.start('run', self.scenario(STANDS), '--paused', '--out',
                           out, *more)
        wait_for(lambda: self.command('ctl', '--run', out,
                                      'status').returncode == 0, child)
        return child

    def result(self, out='out'):
        return json.loads((self.path / out / 'result.json').read_text())

    def close(self):
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.communicate()


# In the flags of a code object: it takes any number of arguments.
VARARGS = 4

STANDS = '@boot expect cage0.state = empty'
MODULE = 'generic-1000base-sx'


def wait_for(condition, child=None, what='it'):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if child and child.poll() is not None:
            raise AssertionError('ended early: %s' % (child.communicate(),))
        if time.monotonic() > end:
            raise AssertionError('%s does not happen' % what)
        time.sleep(0.02)


def qemus_in(folder):
    """QEMUs that run in a folder or below it."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and \
               os.readlink(entry / 'cwd').startswith(str(folder)) and \
               'qemu' in (entry / 'comm').read_text():
                found.append(int(entry.name))
    return found


def no_orphan(room):
    wait_for(lambda: not qemus_in(room.path), what='the end of QEMU')


def refused(answer, *words, status=2):
    """One line that says what is wrong, and the status for it."""
    lines = answer.stderr.splitlines()
    assert answer.returncode == status, answer
    assert len(lines) == 1 and lines[0].startswith('hotcage: '), answer
    for word in words:
        assert word in lines[0], (word, lines[0])


def nothing_left(room, *kept):
    left = sorted(p.name for p in room.path.iterdir() if p.name not in kept)
    assert not left, left


# Words and options.

def every_command_explains_itself(room):
    listed = room.command('--help').stdout
    for name in ('run', 'shell', 'ctl', 'check', 'modules', 'doctor', 'test',
                 'kconfig', 'coverage', 'snapshot', 'verbs'):
        assert '\n  %s ' % name in listed, listed
        answer = room.command(name, '--help')
        assert answer.returncode == 0 and not answer.stderr, answer
        assert 'Usage:' in answer.stdout, answer
    assert room.command('--version').stdout.startswith('hotcage ')


def wordsof(room):
    """Usage and help of each word, as the command tells them."""
    listed = room.command('verbs').stdout
    names = [line.split()[0] for line in listed.splitlines()
             if line.startswith('  ') and line[2] != ' ']
    told = room.command('verbs', *names)
    assert told.returncode == 0 and not told.stderr, told
    shown = [words.split('\n    ') for words in told.stdout.split('\n\n')
             if not words.startswith(' ')]
    assert [words[0].split()[0] for words in shown] == names, shown
    return [words[:2] for words in shown]


def the_manual_lists_the_words_of_the_table(room):
    manual = (DATA / 'docs/hotcage.1').read_text()
    for roff, plain in (('\\-', '-'), ('.\\|.\\|.', '…'), ('\\(dq', '"'),
                        ('\\(aq', "'")):
        manual = manual.replace(roff, plain)
    section = manual.split('.SS Words\n')[1].split('\n.SH ')[0]
    listed = [entry.split('\n')[:2] for entry in section.split('.TP\n')[1:]]
    wanted = [['.B "%s"' % usage, help_]
              for usage, help_ in wordsof(room)]
    missing = [entry for entry in wanted if entry not in listed]
    assert listed == wanted, ('in docs/hotcage.1', missing, [
        entry for entry in listed if entry not in wanted])
    assert len(wanted) > 40


def a_word_is_shown_in_use(room):
    answer = room.command('verbs', 'bounce')
    assert answer.returncode == 0 and not answer.stderr, answer
    usage, help_, where, _, line = answer.stdout.splitlines()
    assert usage.startswith('bounce CAGE MODULE edges=N'), answer
    assert 'contacts that bounce' in help_ and 'hotcage ctl' in where, answer
    assert 'bounce ' in line and 'edges=' in line, answer
    assert any(line.strip() in path.read_text()
               for path in (DATA / 'scenarios').glob('*.hc')), line
    refused(room.command('verbs', 'bonce'), "'bonce'", "'bounce'")


def an_unknown_command_gets_a_suggestion(room):
    refused(room.command('chekc'), "'chekc'", "'check'", '--help')
    refused(room.command(), '--help')


def an_unknown_option_names_the_help(room):
    refused(room.command('--bogus'), '--bogus', 'hotcage --help')
    for name in ('run', 'shell', 'ctl', 'check', 'modules', 'doctor', 'test',
                 'kconfig', 'coverage', 'snapshot', 'verbs'):
        refused(room.command(name, '--bogus'), '--bogus',
                'hotcage %s --help' % name)


def the_wrong_number_of_arguments_is_refused(room):
    refused(room.command('run'), 'one scenario')
    refused(room.command('run', 'bounce', 'bounce'), 'one scenario')
    refused(room.command('shell', 'bounce', 'bounce'), 'one scenario')
    refused(room.command('check'), 'a scenario')
    refused(room.command('doctor', 'x'), "'x'")
    refused(room.command('modules', 'bogus'), 'show')
    nothing_left(room)


def a_time_limit_is_a_number_of_seconds(room):
    refused(room.command('run', 'bounce', '--timeout', 'soon'), 'soon')
    refused(room.command('run', 'bounce', '--timeout', '-5'), 'seconds')


# A kernel's build tree.

def buildtree(room):
    """What a build of Debian's kernel would leave, without its modules."""
    cache = pathlib.Path(os.environ.get('HOTCAGE_CACHE') or
                         pathlib.Path.home() / '.cache/hotcage')
    kernel = cache / 'kernel' / '6.12'
    if not (kernel / 'zImage').exists():
        raise Skip('no kernel 6.12 in the cache')
    boot = room.path / 'linux/arch/arm/boot'
    (boot / 'dts/ti/omap').mkdir(parents=True)
    shutil.copy(kernel / 'zImage', boot)
    shutil.copy(next(kernel.glob('dtbs/**/am335x-boneblack.dtb')),
                boot / 'dts/ti/omap')
    release = room.path / 'linux/include/config/kernel.release'
    release.parent.mkdir(parents=True)
    release.write_text('6.12.99-mine\n')
    (room.path / 'linux/.config').write_text('CONFIG_ARM=y\n')
    return room.path / 'linux'


def a_tree_that_was_not_built_says_what_to_build(room):
    def why():
        answer = room.command('run', 'boot-boneblack', '--build', 'linux')
        assert answer.returncode == 2, answer
        return answer.stderr

    assert 'no kernel' in why() and 'build tree' in why()
    tree = buildtree(room)
    zimage = tree / 'arch/arm/boot/zImage'
    zimage.rename(tree / 'zImage')
    assert 'make ARCH=arm zImage' in why()
    (tree / 'zImage').rename(zimage)
    shutil.rmtree(tree / 'arch/arm/boot/dts')
    assert 'make ARCH=arm dtbs' in why()


def a_config_that_does_not_fit_is_told_before_the_boot(room):
    buildtree(room)
    answer = room.command('run', 'boot-boneblack', '--build', 'linux')
    assert answer.returncode == 2, answer
    assert 'CONFIG_SMSC_PHY: the LAN8710A' in answer.stderr, answer
    assert 'hotcage kconfig' in answer.stderr, answer
    assert not (room.path / 'hotcage-runs').exists()


def a_commit_that_cannot_be_judged_is_skipped_in_a_bisection(room):
    tree = buildtree(room)
    answer = room.command('bisect-run', '--build', 'linux', '--out', 'out',
                          'boot-boneblack')
    assert answer.returncode == 125, answer
    assert 'bisect-run: skip' in answer.stderr, answer
    shutil.rmtree(tree)
    assert room.command('bisect-run', '--build', 'linux', '--out', 'out',
                        'boot-boneblack').returncode == 125
    assert room.command('bisect-run').returncode == 128
    assert room.command('bisect-run', '--bogus').returncode == 128


def a_tree_is_good_or_bad_in_a_bisection(room):
    tree = buildtree(room)
    asked = room.command('kconfig', 'boot-boneblack').stdout
    (tree / '.config').write_text(asked)
    for says, status in (('yes', 0), ('no', 1)):
        story = room.write('story.hc', 'board boneblack\n@boot expect guest '
                           f'"echo {says}" = "yes"\n')
        answer = room.command('bisect-run', '--build', 'linux', '--out',
                              'out', story)
        assert answer.returncode == status, answer


def a_module_of_ones_own_is_a_ko_file(room):
    refused(room.command('run', 'boot-boneblack', '--module', 'sfp.o'),
            'sfp.o', '.ko')
    refused(room.command('run', 'boot-boneblack', '--module', 'sfp.ko'),
            'sfp.ko')


# Files that people write.

def every_stock_scenario_is_sound(room):
    names = sorted(p.stem for p in (DATA / 'scenarios').glob('*.hc'))
    assert names
    answer = room.command('check', *names)
    assert answer.returncode == 0 and not answer.stderr, answer
    assert len(answer.stdout.splitlines()) == len(names)


def every_stock_module_is_sound(room):
    answer = room.command('modules')
    assert answer.returncode == 0 and not answer.stderr, answer
    for line in answer.stdout.splitlines():
        shown = room.command('modules', 'show', line.split()[0])
        assert shown.returncode == 0 and '0xf0' in shown.stdout, shown


def both_refuse(room, story, *words):
    """`run` finds the mistake as early as `check` does."""
    refused(room.command('check', story), *words)
    refused(room.command('run', story, '--out', 'out'), *words)
    assert not (room.path / 'out').exists()


def a_scenario_that_is_not_there_is_named(room):
    both_refuse(room, 'nosuch', 'nosuch', 'name a scenario')
    both_refuse(room, '/tmp', '/tmp')


def an_unknown_verb_is_refused_with_its_line(room):
    both_refuse(room, room.scenario(STANDS, 'then insret cage0 x'),
                'story.hc:4:', "'insret'", "'insert'")


def an_unknown_module_is_refused_with_its_line(room):
    both_refuse(room, room.scenario(STANDS, 'then insert cage0 nosuch'),
                'story.hc:4:', "'nosuch'", 'hotcage modules')
    refused(room.command('modules', 'show', 'nosuch'), "'nosuch'")


def a_malformed_module_file_is_refused_with_its_line(room):
    room.write('bad.ini', '[a0]\nconnector = lc\nvendor\n')
    both_refuse(room, room.scenario('module a = bad.ini', STANDS,
                                    'then insert cage0 a'),
                'story.hc:3:', 'bad.ini:3:', 'key = value')
    both_refuse(room, room.scenario(STANDS, 'then insert cage0 bad.ini'),
                'story.hc:4:', 'bad.ini:3:')
    refused(room.command('modules', 'show', './bad.ini'), 'bad.ini:3:')


def an_unknown_key_of_a_module_gets_a_suggestion(room):
    room.write('bad.ini', '[a0]\nconector = lc\n')
    refused(room.command('modules', 'show', './bad.ini'), 'bad.ini:2:',
            "'conector'", "'connector'")


def a_dump_of_the_wrong_size_is_refused(room):
    for size in 0, 4, 100, 255, 257, 513:
        room.write('dump.bin', b'\x03\x04\x07\x00' * (size // 4) +
                   b'\0' * (size % 4))
        both_refuse(room, room.scenario(STANDS,
                                        'then insert cage0 dump.bin'),
                    'dump.bin', '256')


def a_board_that_cannot_be_is_refused(room):
    story = room.scenario(STANDS)
    refused(room.command('run', story, '--board', 'two-cags', '--out', 'x'),
            '--board', "'two-cages'")
    refused(room.command('run', story, '--board', 'boneblack', '--out', 'x'),
            '--board', '0 cages')
    refused(room.command('shell', story, '--board', 'evmsk', '--out', 'x'),
            '0 cages')
    answer = room.command('test', story, '--board', 'own', '--board', 'nix',
                          '--timeout', '1', '--out', 'y')
    assert answer.returncode == 2 and '6.12-nix' in answer.stdout, answer
    assert not (room.path / 'x').exists()


def a_guess_that_nobody_made_is_refused(room):
    story = room.write('g.hc', '# A story.\nboard vsc8572-cages\n'
                       'property vsc-guess=nonsense\n' + STANDS + '\n')
    both_refuse(room, story, 'g.hc:3: ', 'vsc-guess=nonsense',
                'absent-times-out')


def a_property_that_cannot_be_is_refused_with_its_line(room):
    for wrong, instead in (('tlb=some', 'pages, all'), ('mac=foo', 'switch'),
                           ('captures=eth9-rgmii', 'eth1-rgmii'),
                           ('tbl=all', "'tlb'"), ('rundir=/tmp', 'tlb')):
        both_refuse(room, room.scenario('property ' + wrong, STANDS),
                    'story.hc:3: ', instead)
    story = room.scenario('property captures=cage0-medium', STANDS)
    refused(room.command('run', story, '--board', 'nix', '--out', 'x'), 'nix')


def the_wires_that_a_scenario_can_name_are_those_that_there_are(room):
    told = room.command('check', room.write(
        'w.hc', 'board vsc8584-cages\nproperty captures=x\n')).stderr
    wires = told.split('between them: ')[1].split(';')[0].split(', ')
    assert len(wires) == 8 and 'cage1-medium' in wires, told
    story = room.write('w.hc', '# A story.\nboard vsc8584-cages\n'
                       'property captures=' + '+'.join(wires) + '\n' +
                       STANDS + '\n')
    answer = room.command('run', story, '--out', 'out')
    assert answer.returncode == 0, answer
    assert sorted(wires) == sorted(p.stem for p in captures_of(room))


def a_module_goes_out_as_bytes_and_comes_back(room):
    """Byte for byte, through a pipe or a file, as ethtool would print it."""
    assert room.command('modules', 'export', 'oem-bad-cc-ext', '-o',
                        'a.bin').returncode == 0
    bytes_ = (room.path / 'a.bin').read_bytes()
    assert len(bytes_) == 512 and bytes_[:2] == b'\x03\x04', bytes_
    lines = ['Offset\t\tValues', '------\t\t------']
    for at in range(0, 512, 16):
        lines.append('0x%04x:\t\t' % at + ' '.join(
            '%02x' % b for b in bytes_[at:at + 16]))
    room.write('a.txt', '\n'.join(lines) + '\n')
    for name in 'a.bin', 'a.txt':
        answer = room.command('modules', 'import', name, '--name', 'My stick')
        assert answer.returncode == 0 and not answer.stderr, answer
        assert 'label-note = My stick\n' in answer.stdout, answer
        room.write('b.ini', answer.stdout)
        again = subprocess.run([HOTCAGE, 'modules', 'export', './b.ini'],
                               cwd=room.path, env=ENV, capture_output=True,
                               check=True, timeout=PATIENCE_S)
        assert again.stdout == bytes_
    shown = room.command('modules', 'show', './b.ini').stdout
    assert shown.startswith('file  ./b.ini\n'), shown


def what_is_no_dump_is_not_imported(room):
    room.write('short.bin', b'\x03\x04\x07\x00\xff' * 20)
    room.write('odd.txt', '0x0000: 03 04 zz\n')
    room.write('gap.txt', '0x0000: 03 04\n0x0010: 00\n')
    room.write('huge.txt', '0x0000: ' + '03 ' * 4000000)
    room.write('is.ini', '[a0]\nvendor = X\n')
    room.write('none', '')
    for name, word in (('short.bin', '100 bytes'), ('odd.txt', 'odd.txt:1:'),
                       ('gap.txt', 'gap.txt:2:'), ('huge.txt', 'larger'),
                       ('is.ini', 'no dump'), ('none', 'none: '),
                       ('nosuch', 'nosuch'), ('/tmp', '/tmp')):
        refused(room.command('modules', 'import', name, '-o', 'x'), word)
        assert not (room.path / 'x').exists()


def wrong_words_after_modules_are_refused(room):
    refused(room.command('modules', 'import'), 'import', 'FILE')
    refused(room.command('modules', 'export'), 'export', 'NAME')
    refused(room.command('modules', 'export', 'a', 'b'), 'one NAME')
    refused(room.command('modules', 'exprot', 'a'), 'exprot', 'export')
    refused(room.command('modules', 'export', 'nosuch', '-o', 'x'), 'nosuch')
    refused(room.command('modules', 'show', '10gbase-sr', '-o', 'x'), '--out')
    refused(room.command('modules', '--name', 'x'), '--name')
    assert not (room.path / 'x').exists()


def a_result_never_overwrites_a_file(room):
    room.write('x', 'mine')
    refused(room.command('modules', 'export', '10gbase-sr', '-o', 'x'), 'x',
            'there already')
    assert (room.path / 'x').read_text() == 'mine'
    refused(room.command('modules', 'export', '10gbase-sr', '-o', 'no/x'),
            'no/x')
    with open('/dev/full', 'wb') as full:
        answer = subprocess.run([HOTCAGE, 'modules', 'export', '10gbase-sr'],
                                env=ENV, stdout=full, stderr=subprocess.PIPE,
                                check=False, timeout=PATIENCE_S)
    assert answer.returncode == 2 and b'No space' in answer.stderr, answer


def a_file_that_is_no_scenario_is_refused(room):
    for junk in b'', b'\0' * 300, b'\xff\xfe' * 40, b'board ' + b'x' * 99999:
        answer = room.command('check', room.write('junk.hc', junk))
        refused(answer, 'junk.hc')


# What boots.

def a_kernel_that_is_not_there_is_named(room):
    refused(room.command('run', 'bounce', '--kernel', '/nonexistent/zImage',
                         '--out', 'out'), '/nonexistent/zImage', '6.12')
    nothing_left(room)


def a_file_that_is_no_kernel_is_refused(room):
    junk = room.write('zImage', b'\x7fELF' + b'\0' * 4096)
    refused(room.command('run', 'bounce', '--kernel', junk, '--dtb', junk,
                         '--out', 'out'), 'zImage', 'ARM')
    nothing_left(room, 'zImage')


def zimage(room):
    """Enough of one for whoever looks at its head."""
    return room.write('zImage', b'\0' * 0x24 + b'\x18\x28\x6f\x01' +
                      b'\0' * 4096)


def a_kernel_that_was_cut_off_is_refused(room):
    short = room.write('zImage', b'\0' * 0x24 + b'\x18\x28\x6f\x01' +
                       b'\0' * 4 + b'\0\0\x10\0' + b'\0' * 4096)
    refused(room.command('run', 'bounce', '--kernel', short, '--out', 'out'),
            'zImage', 'cut off', '1048576')
    nothing_left(room, 'zImage')


def own_kernel_needs_its_own_tree(room):
    refused(room.command('run', 'bounce', '--kernel', zimage(room),
                         '--out', 'out'), '--dtb')
    nothing_left(room, 'zImage')


def a_tree_of_another_soc_is_refused(room):
    if not shutil.which('dtc'):
        raise Skip('no dtc; install device-tree-compiler')
    source = room.write('other.dts', '/dts-v1/; / { compatible = '
                        '"fsl,imx6q-sabrelite", "fsl,imx6q"; };')
    subprocess.run(['dtc', '-q', '-o', 'other.dtb', source], cwd=room.path,
                   check=True)
    refused(room.command('run', 'bounce', '--kernel', zimage(room), '--dtb',
                         'other.dtb', '--out', 'out'),
            'other.dtb', 'another SoC', 'AM335x')
    assert not (room.path / 'out').exists()


def a_file_that_is_no_tree_is_refused(room):
    for junk in b'', b'\xd0\x0d', b'hello, tree ' * 9:
        path = room.write('junk.dtb', junk)
        refused(room.command('run', 'bounce', '--kernel', zimage(room),
                             '--dtb', path, '--out', 'out'), 'junk.dtb')
    assert not (room.path / 'out').exists()


def a_folder_of_modules_that_is_not_there_is_named(room):
    refused(room.command('run', 'bounce', '--modules', '/nonexistent',
                         '--out', 'out'), '/nonexistent', 'lib/modules')


def a_kernel_that_the_story_cannot_take_is_skipped(room):
    answer = room.command('run', room.scenario(
        'needs kernel > 99 "no such kernel yet"', STANDS), '--out', 'out')
    refused(answer, 'no such kernel yet', status=77)
    assert not (room.path / 'out').exists()


# QEMU and the plugin.

def without_qemu_nobody_can_tell(room):
    (room.path / 'bin').mkdir()
    answer = room.command('run', 'bounce', '--out', 'out',
                          env={'PATH': str(room.path / 'bin')})
    refused(answer, 'QEMU is missing', 'tools/setup/packages')
    assert not (room.path / 'out').exists()


def fake_qemu(room, text):
    (room.path / 'bin').mkdir(exist_ok=True)
    path = room.path / 'bin' / 'qemu-system-arm'
    path.write_text('#!/bin/sh\n%s\n' % text)
    path.chmod(0o755)
    return {'PATH': '%s:%s' % (path.parent, ENV['PATH'])}


def a_qemu_of_another_version_is_refused(room):
    for version in '9.2.0', '10.9.1', '100.0.2':
        env = fake_qemu(room, 'echo "QEMU emulator version %s (Debian)"' %
                        version)
        refused(room.command('run', 'bounce', '--out', 'out', env=env),
                version, 'build hotcage again')
    assert not (room.path / 'out').exists()


def a_program_that_is_no_qemu_is_refused(room):
    for text in 'exit 0', 'exit 1', 'echo hello', 'kill -9 $$':
        refused(room.command('run', 'bounce', '--out', 'out',
                             env=fake_qemu(room, text)), 'is it QEMU?')
    refused(room.command('run', 'bounce',
                         env={'HOTCAGE_QEMU': '/nonexistent/qemu'}),
            '/nonexistent/qemu', 'HOTCAGE_QEMU')


def a_plugin_that_is_not_there_is_named(room):
    refused(room.command('run', 'bounce', '--out', 'out',
                         env={'HOTCAGE_PLUGIN': '/nonexistent.so'}),
            '/nonexistent.so', 'HOTCAGE_PLUGIN')


def the_plugin_refuses_a_qemu_of_another_version(room):
    answer = subprocess.run([OTHER_QEMU], text=True, capture_output=True,
                            env={**ENV, 'LD_PRELOAD': PLUGIN}, check=False)
    refused(answer, '9.2', 'build hotcage again')
    assert not answer.stdout


def the_plugin_does_nothing_in_other_programs(room):
    for program in ['/bin/true'], ['/bin/ls', '/'], ['/bin/sh', '-c', 'env']:
        env = {'PATH': ENV['PATH']}
        plain = subprocess.run(program, capture_output=True, env=env,
                               check=False)
        loaded = subprocess.run(program, capture_output=True, check=False,
                                env={**env, 'LD_PRELOAD': PLUGIN})
        assert loaded.returncode == plain.returncode
        assert not loaded.stderr, loaded
        told = [line for line in loaded.stdout.splitlines()
                if not line.startswith(b'LD_PRELOAD=')]
        assert told == plain.stdout.splitlines(), (told, plain)


# The run directory and the life of a bench.

def a_folder_with_other_things_in_it_is_left_alone(room):
    (room.path / 'mine').mkdir()
    (room.path / 'mine' / 'result.json').write_text('mine')
    refused(room.command('run', 'bounce', '--out', 'mine'), 'mine', '--out')
    assert (room.path / 'mine' / 'result.json').read_text() == 'mine'


def a_folder_that_cannot_be_made_is_named(room):
    refused(room.command('run', 'bounce', '--out', '/proc/hotcage'),
            '/proc/hotcage', '--out')


def a_verb_without_a_bench_says_how_to_start_one(room):
    refused(room.command('ctl', 'status'), 'hotcage shell', '--run')
    refused(room.command('ctl', '--run', 'nowhere', 'status'), 'nowhere')
    refused(room.command('ctl', 'insret', 'cage0', 'x'), "'insret'",
            "'insert'")
    refused(room.command('ctl', 'insert'), 'insert CAGE MODULE')


def a_paused_bench_takes_hands_and_does_not_move(room):
    child = room.paused()
    before = room.command('ctl', '--run', 'out', 'status').stdout
    assert 'cage0 state=empty' in before, before
    answer = room.command('ctl', '--run', 'out', 'insert', 'cage0',
                          'generic-1000base-sx')
    assert answer.returncode == 0, answer
    after = room.command('ctl', '--run', 'out', 'status').stdout
    assert 'cage0 state=starting' in after, after
    assert (room.path / 'out' / 'console.log').read_bytes() == b''
    refused(room.command('ctl', '--run', 'out', 'insert', 'cage0',
                         'generic-1000base-sx'), 'remove it first')
    refused(room.command('ctl', '--run', 'out', 'insert', 'cage0', 'nosuch'),
            "'nosuch'")
    refused(room.command('ctl', '--run', 'out', 'insert', 'cage7',
                         'generic-1000base-sx'), 'cage7')
    assert room.command('ctl', '--run', 'out', 'quit').returncode == 0
    assert child.wait(PATIENCE_S) == 2
    assert room.result()['exit'] == 2
    no_orphan(room)


def two_benches_do_not_share_a_folder(room):
    first = room.paused()
    refused(room.command('run', room.scenario(STANDS), '--out', 'out'),
            'running', 'out', '--out')
    assert room.command('ctl', '--run', 'out', 'status').returncode == 0
    first.send_signal(signal.SIGINT)
    assert first.wait(PATIENCE_S) == 2
    no_orphan(room)


def a_bench_is_found_by_itself_when_it_is_the_only_one(room):
    child = room.start('run', room.scenario(STANDS), '--paused')
    wait_for(lambda: room.command('ctl', 'status').returncode == 0, child)
    room.command('ctl', 'quit')
    assert child.wait(PATIENCE_S) == 2


def a_killed_command_leaves_no_qemu(room):
    child = room.paused()
    assert qemus_in(room.path)
    child.kill()
    child.wait()
    no_orphan(room)
    assert not (room.path / 'out' / 'result.json').exists()
    wait_for(lambda: 'no bench runs' in
             room.command('ctl', '--run', 'out', 'status').stderr)
    again = room.paused()                   # the folder is usable again
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE_S) == 2
    no_orphan(room)


def a_qemu_that_dies_is_reported(room):
    child = room.paused()
    os.kill(qemus_in(room.path)[0], signal.SIGKILL)
    stderr = child.communicate(timeout=PATIENCE_S)[1]
    assert child.returncode == 2
    assert 'by signal 9' in stderr, stderr
    assert room.result()['exit'] == 2


def a_time_limit_ends_the_bench(room):
    # A boot computes for seconds; a kept machine would be done too soon.
    answer = room.command('run', room.scenario(STANDS), '--cold',
                          '--timeout', '1', '--out', 'out')
    refused(answer, 'after 1 s', '--timeout')
    assert room.result()['exit'] == 2
    no_orphan(room)


def captures_of(room, out='out'):
    captures = sorted((room.path / out).glob('*.pcap'))
    assert captures
    for capture in captures:
        # What libpcap writes at the head of a file, in either byte order.
        assert capture.read_bytes()[:4] in (
            b'\xd4\xc3\xb2\xa1', b'\xa1\xb2\xc3\xd4', b'\x4d\x3c\xb2\xa1',
            b'\xa1\xb2\x3c\x4d'), capture
        if shutil.which('capinfos'):
            told = subprocess.run(['capinfos', '-c', '-M', capture],
                                  text=True, capture_output=True,
                                  check=False)
            assert told.returncode == 0 and not told.stderr, told
    return captures


def suite_under_way(room, jobs='1'):
    """A suite whose second story is told by the QEMU of the first, for ever."""
    room.scenario('@boot expect cage0.state = empty', name='a.hc')
    room.scenario('@boot expect cage0.state = empty',
                  '+0 .. 9000s expect guest "while :; do :; done" status 0',
                  name='b.hc')
    child = room.start('test', '--kernel', '6.12', '--jobs', jobs, '--out',
                       'suite', 'a.hc', 'b.hc', start_new_session=True)
    for line in child.stderr:
        if '[1/2]' in line:
            break
    told = room.path / 'suite' / '6.12' / 'b'
    wait_for(lambda: (told / 'qmp.sock').exists(), child)
    return child


def ctrl_c_ends_a_suite_and_keeps_what_it_knows(room):
    child = suite_under_way(room)
    os.killpg(child.pid, signal.SIGINT)
    stdout = child.communicate(timeout=PATIENCE_S)[0]
    assert child.returncode == 2, stdout
    assert '1 held, 0 failed, 1 unknown' in stdout, stdout
    assert 'interrupted' in stdout, stdout
    no_orphan(room)
    assert not list(room.path.rglob('*.sock'))


def a_killed_suite_leaves_no_process(room):
    child = suite_under_way(room)
    child.kill()
    child.wait()
    no_orphan(room)


def ctrl_c_keeps_what_was_captured_and_claims_nothing(room):
    story = room.scenario(
        'partner cage0 kind=peer ip=192.0.2.1',
        '@boot insert cage0 generic-1000base-sx',
        '+0 .. 5s expect guest "ip address replace 192.0.2.2/24 dev eth0; '
        'ip link set eth0 up" status 0',
        'then expect guest "ping -c 1 -w 5 192.0.2.1" status 0',
        # Sleeping costs no time here; this is work.
        '+0 .. 9000s expect guest "while :; do :; done" status 0')
    child = room.start('run', story, '--kernel', '6.12', '--out', 'out',
                       start_new_session=True)
    seen = []
    for line in child.stdout:
        seen.append(line)
        if 'ping' in line:
            break
    os.killpg(child.pid, signal.SIGINT)     # as the terminal does it
    stderr = child.communicate(timeout=PATIENCE_S)[1]
    assert child.returncode == 2, (child.returncode, seen, stderr)
    lines = stderr.splitlines()
    assert len(lines) == 1 and 'interrupted' in lines[0], stderr
    no_orphan(room)
    result = room.result()
    assert result['exit'] == 2 and result['verdict'] != 'held', result
    medium = [c for c in captures_of(room) if 'cage0-medium' in c.name]
    assert medium and medium[0].stat().st_size > 24 + 2 * (16 + 60), medium
    events = (room.path / 'out' / 'events.log').read_text()
    assert events.endswith('\n') and 'cage0' in events


def a_story_that_does_not_hold_exits_with_1(room):
    answer = room.command('run', room.scenario(
        '@boot expect cage0.state = ready'), '--out', 'out')
    assert answer.returncode == 1, answer
    assert 'story.hc:3' in answer.stderr + answer.stdout, answer
    assert room.result()['exit'] == 1
    captures_of(room)
    no_orphan(room)


def a_failure_says_where_the_chain_is_broken(room):
    answer = room.command('run', room.scenario(
        'partner cage0 kind=peer',
        '@boot expect guest "ip link set eth0 up" status 0',
        'then insert cage0 generic-1000base-sx',
        '+0 .. 3s expect guest.link eth0 = up',
        'then pull cage0',
        '+0 .. 2s expect guest.link eth0 = up',
        '+0 .. 2s expect guest.speed eth0 = 2500'), '--out', 'out')
    assert answer.returncode == 1, answer
    result = room.result()
    failure = result['failure']
    assert failure['line'] == 9 and 'it was 0' in failure['instead'], failure
    assert failure['expected'].startswith('guest.speed eth0 = 2500'), failure
    assert any('cage0 cable.pull' in e for e in failure['events']), failure
    assert not any(' eth1' in e for e in failure['events']), failure
    chain, = failure['chain']
    for word in ('module 1000base-x', 'medium unplugged (!)', 'mac ',
                 'cage present'):
        assert word in chain, chain
    assert any('sfp-0: module' in k for k in failure['kernel']), failure
    for text in (chain, failure['events'][-1], failure['kernel'][-1]):
        assert text in answer.stderr and text in result['message'], text


def a_panic_is_told_with_its_trace(room):
    story = room.scenario(
        STANDS, 'then run "echo c > /proc/sysrq-trigger"',
        '+0 .. 5s expect guest.link eth0 = up', name='panic.hc')
    answer = room.command('test', story, '--out', 'out', '--junit', 'x.xml',
                          '--json', 'x.json', '--tap', 'x.tap')
    assert answer.returncode == 1, answer
    result = room.result('out/6.12/panic')
    assert 'panicked' in result['why'] and 'sysrq' in result['why'], result
    assert result['oops']['panic'] and result['oops']['trace'], result
    # The panic ends the story at once, not after the 5 s of its window.
    assert result['virtual_ns'] < result['boot_virtual_ns'] + 2 * 10**9, result
    for name in ('x.xml', 'x.tap', 'x.json'):
        text = (room.path / name).read_text()
        assert 'the guest panicked' in text, name
        assert 'show_stack from' in text, (name, text)
        assert 'expected guest.link eth0 = up' in text, name
    run, = json.loads((room.path / 'x.json').read_text())['runs']
    assert run['oops'] == result['oops'], (run['oops'], result['oops'])
    assert run['failure']['line'] == 5, run['failure']


def a_board_that_is_switched_off_ends_its_story_at_that_moment(room):
    """Not when the host lets QEMU's main loop know, milliseconds later."""
    story = room.write('off.hc', '# A story.\nboard boneblack\n'
                       '@boot run "poweroff -f"\n'
                       '+0 .. 5s expect guest.speed eth0 = 17\n')
    answer = room.command('run', story, '--out', 'out')
    assert answer.returncode == 1, answer
    result = room.result()
    assert 'switched the board off' in result['why'], result
    last = (room.path / 'out/events.log').read_text().splitlines()[-1]
    assert last.endswith(' board board.poweroff'), last
    seconds, micros = last.split()[0].split('.')
    assert result['virtual_ns'] // 1000 == int(seconds + micros), (last,
                                                                   result)


def a_story_without_an_end_is_given_up(room):
    story = room.scenario(
        'limit 20s', STANDS,
        '+0 .. 9000s expect guest "sleep 9000" status 0')
    answer = room.command('run', story, '--out', 'out')
    refused(answer, 'story.hc:5:', 'not over 20 s', "'limit'")
    assert room.result()['exit'] == 2


def a_time_limit_says_how_far_the_story_was(room):
    # The boot is over before the limit counts; on a busy machine it is long.
    assert room.command('run', room.scenario(STANDS)).returncode == 0
    story = room.scenario(
        STANDS,
        '+0 .. 9000s expect guest "while :; do :; done" status 0')
    answer = room.command('run', story, '--timeout', '25', '--out', 'out')
    refused(answer, 'after 25 s', 'line 4', 'while :', '--timeout')
    no_orphan(room)


def coverage_is_the_same_booted_and_restored(room):
    story = room.scenario(
        'partner cage0 kind=peer',
        '@boot expect guest "ip link set eth0 up" status 0',
        'then insert cage0 generic-1000base-sx',
        '+0 .. 3s expect guest.link eth0 = up')
    for name, more in ('cold', ['--cold']), ('kept', []), ('again', []):
        answer = room.command('run', story, '--coverage', name, '--out',
                              'out-' + name, *more)
        assert answer.returncode == 0, answer
    cold = (room.path / 'cold').read_bytes()
    assert cold == (room.path / 'kept').read_bytes()
    assert cold == (room.path / 'again').read_bytes()
    answer = room.command('coverage', '--json', 'cold')
    used = {m['model']: {r['name']: r for r in m['registers']}
            for m in json.loads(answer.stdout)['models']}
    # marvell.c looks at page 0 and 1 of an 88E1510; nobody else reads it.
    assert used['88e1512']['BMSR']['reads'] > 2, used['88e1512']['BMSR']
    assert used['cpsw'] and used['am335x-intc'] and used['pca9555']
    twice = room.command('coverage', '--json', 'cold', 'kept').stdout
    assert twice != answer.stdout
    refused(room.command('coverage', story), 'story.hc', '--coverage')
    refused(room.command('coverage'), '--coverage')


def another_seed_is_another_board(room):
    story = room.scenario(
        STANDS, 'then expect guest "cat /sys/class/net/eth[01]/address; '
        'date +%F; dd if=/dev/urandom bs=8 count=1 2>/dev/null | od -tx1" '
        'contains "@"')
    told = []
    for seed in '1', '1', '2', '700':
        answer = room.command('run', story, '--seed', seed, '--out', 'out')
        assert answer.returncode == 1, answer
        said = room.result()['failure']['instead'].splitlines()[1:5]
        told.append(said)
        assert said[0].startswith('02:00:5e:') and len(said) == 4, said
    assert told[0] == told[1], told
    for at in range(4):                 # addresses, calendar, random bytes
        assert len({said[at] for said in told}) == 3, (at, told)


def dumped_tree(run):
    """The tree that QEMU hands to the kernel, as a file."""
    tree = run / 'tree.dtb'
    with socket.socket(socket.AF_UNIX) as qmp:
        qmp.settimeout(PATIENCE_S)
        qmp.connect(str(run / 'qmp.sock'))
        for command in ({'execute': 'qmp_capabilities'},
                        {'execute': 'dumpdtb',
                         'arguments': {'filename': str(tree)}}):
            qmp.sendall(json.dumps(command).encode())
            said = b''
            while b'"return"' not in said and b'"error"' not in said:
                said += qmp.recv(4096)
    return tree


def the_boot_loader_hands_over_randomness_of_the_seed(room):
    # The first outputs of MT19937 for the seeds 1 and 2 (numpy's RandomState).
    for seed, words in (1, (1791095845, 4282876139)), \
            (2, (1872583848, 794921487)):
        child = room.paused(more=['--seed', str(seed)])
        handed = subprocess.run(
            ['fdtget', '-t', 'bx', dumped_tree(room.path / 'out'), '/chosen',
             'rng-seed'],
            stdout=subprocess.PIPE, text=True, check=True).stdout
        handed = bytes(int(byte, 16) for byte in handed.split())
        assert len(handed) == 32, handed
        assert handed[:8] == struct.pack('<2I', *words), (seed, handed)
        child.terminate()
        child.communicate(timeout=PATIENCE_S)


# The cache of kept machines.

def own_cache(room, path=None):
    """A cache with no kept machine; the downloads are shared."""
    shared = pathlib.Path(ENV.get('HOTCAGE_CACHE') or
                          pathlib.Path.home() / '.cache' / 'hotcage')
    cache = path or room.path / 'cache'
    cache.mkdir(exist_ok=True)
    for entry in shared.iterdir():
        if entry.name not in ('snapshots', 'saved'):
            (cache / entry.name).symlink_to(entry)
    return cache, {'HOTCAGE_CACHE': str(cache)}


def runs_and_says(room, env, *words):
    """A run holds whatever the cache does, and says so in one line."""
    answer = room.command('run', room.scenario(STANDS), '--out', 'out',
                          env=env)
    assert answer.returncode == 0, answer
    assert len(answer.stderr.splitlines()) == len(words), answer
    for word in words:
        assert word in answer.stderr, answer
    return 'power on' not in answer.stdout


def flip_a_bit(path, at=9999):
    with path.open('r+b') as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 4]))


def a_damaged_machine_is_booted_anew(room):
    cache, env = own_cache(room)
    assert not runs_and_says(room, env)
    assert runs_and_says(room, env)
    for name, hurt in (
            ('machine',
             lambda path: os.truncate(path, path.stat().st_size // 2)),
            ('ram', flip_a_bit)):
        path, = cache.glob(f'snapshots/*/{name}')
        hurt(path)
        assert not runs_and_says(room, env, 'damaged')
        assert runs_and_says(room, env)


def a_kill_while_saving_leaves_nothing_to_restore(room):
    cache, env = own_cache(room)
    child = subprocess.Popen([HOTCAGE, 'run', room.scenario(STANDS), '--out',
                              'out'], cwd=room.path, env={**ENV, **env},
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    room.children.append(child)
    wait_for(lambda: list(cache.glob('snapshots/*.part-*/ram')),
             child, 'the save')
    child.kill()
    child.wait()
    no_orphan(room)
    if not list(cache.glob('snapshots/*.part-*/ram')):
        raise Skip('the save was over before the kill came')
    assert not runs_and_says(room, env)
    assert not list(cache.glob('snapshots/*.part-*')), 'half of it is left'
    assert runs_and_says(room, env)


def a_full_cache_costs_only_the_kept_machine(room):
    with small_disk(room, '20m') as disk:
        cache, env = own_cache(room, disk)
        assert not runs_and_says(room, env, 'is not kept')
        assert not list(cache.glob('snapshots/*'))


def a_cache_that_cannot_be_written_costs_only_the_kept_machine(room):
    with small_disk(room, '20m') as disk:
        _, env = own_cache(room, disk)
        if subprocess.run(['mount', '-o', 'remount,ro', disk],
                          check=False).returncode:
            raise Skip('only root can make a disk read-only')
        assert not runs_and_says(room, env)


def two_suites_at_once_share_a_cache(room):
    cache, env = own_cache(room)
    story = room.scenario(STANDS)
    both = [subprocess.Popen([HOTCAGE, 'test', story, '--out', out],
                             cwd=room.path, env={**ENV, **env}, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for out in ('one', 'two')]
    room.children += both
    for child in both:
        assert child.wait(PATIENCE_S) == 0, child.communicate()
    assert len(list(cache.glob('snapshots/*'))) == 1
    assert runs_and_says(room, env)


def a_suite_boots_each_machine_once(room):
    cache, env = own_cache(room)
    room.scenario(STANDS, name='one.hc')
    room.scenario('seed 1', STANDS, name='two.hc')
    room.scenario('partner cage1 kind=peer', STANDS, name='three.hc')
    for booted, kept in (1, 2), (0, 3):
        answer = room.command('test', '.', '--jobs', '2', '--out', 'out',
                              env=env)
        assert answer.returncode == 0, answer
        assert '3 runs, 2 at a time, from 1 machine;' in answer.stderr, answer
        assert f'{booted} booted, {kept} went on from kept' in \
            answer.stderr, answer
        assert len(list(cache.glob('snapshots/*'))) == 1
    restored = [json.loads(path.read_text())['restored']
                for path in room.path.glob('out/6.12/*/result.json')]
    assert restored == [True] * 3, restored


def a_plan_says_who_shares_a_machine_and_runs_none(room):
    room.scenario(STANDS, name='one.hc')
    room.scenario(STANDS, name='two.hc')
    room.scenario('cmdline quiet', STANDS, name='three.hc')
    answer = room.command('test', '.', '--plan', '--kernel', '6.12',
                          '--kernel', 'newest')
    assert answer.returncode == 0 and not answer.stderr, answer
    assert answer.stdout.splitlines() == [
        '2 on 6.12: one two', '2 on newest: one two', '1 on 6.12: three',
        '1 on newest: three', '6 runs from 4 machines'], answer.stdout
    assert not (room.path / 'hotcage-runs').exists()


def a_suite_is_compared_with_an_earlier_one(room):
    story = room.scenario(STANDS)

    def against(folder, status, *words):
        answer = room.command('test', story, '--out', 'now', '--against',
                              folder)
        assert answer.returncode == status, answer
        for word in words:
            assert word in answer.stdout + answer.stderr, answer

    assert room.command('test', story, '--out', 'then').returncode == 0
    against('then', 0, '1 held')
    log = room.path / 'then/6.12/story/events.log'
    text = log.read_text()
    log.write_text(text.replace('phy.reset', 'phy.asleep', 1))
    against('then', 1, '1 of ', 'events.log differs in line 2', 'asleep')
    log.unlink()
    against('then', 1, 'events.log')
    result = room.path / 'then/6.12/story/result.json'
    result.write_text(result.read_text().replace('"6.', '"5.'))
    against('then', 2, 'compare runs of one kernel')
    result.unlink()
    against('then', 2, 'no run to compare with')
    result.write_text('{"kernel": 5}')
    against('then', 2, 'compare runs of one kernel')
    against('nowhere', 2, '--against nowhere', 'name the --out')
    (room.path / 'alias').symlink_to('now')
    against('alias', 2, 'would be written over it')


def a_story_that_holds_exits_with_0(room):
    answer = room.command('run', room.scenario(STANDS))
    assert answer.returncode == 0 and not answer.stderr, answer
    result = json.loads((room.path / 'hotcage-runs' / 'story-1' /
                         'result.json').read_text())
    assert result['exit'] == 0 and result['steps'][0]['held'], result


def a_command_of_words_and_one_for_a_shell_end_alike(room):
    """The agent asks a shell only when there is something for it to do."""
    answer = room.command('run', room.scenario(STANDS, *(
        f'then expect guest "{command}" {ends}' for command, ends in (
            ('cd /tmp', 'status 0'), ('exit 3', 'status 3'),
            ('false', 'status 1'), ('A=5', 'status 0'),
            ('nosuch thing', 'status 127'),
            ('nosuch thing', 'contains "not found"'),
            ('/etc', 'status 126'), ('echo a  b', '= "a b"'),
            ("echo 'a  b'", '= "a  b"'), ('echo $((1 + 2))', '= "3"'),
            ('echo a; echo b', '= "a\\nb"')))))
    assert answer.returncode == 0, answer


# Snapshots by hand.

def standing(room, env, out='out'):
    """A bench that stands still in the middle of its story."""
    story = room.scenario(STANDS, '+2s insert cage0 ' + MODULE)
    child = room.start('run', story, '--stop-at', '1s', '--out', out,
                       env={**ENV, **env})
    wait_for(lambda: room.command('ctl', '--run', out, 'status',
                                  env=env).returncode == 0, child)
    room.command('ctl', '--run', out, 'stop', env=env)
    return child


def saves(room, env, *args):
    answer = room.command('snapshot', 'save', *args, env=env)
    assert answer.returncode == 0 and not answer.stderr, answer


def a_snapshot_wants_an_action_and_a_name(room):
    for words in ([], ['save'], ['list', 'x'], ['bogus', 'x'],
                  ['restore', 'a', 'b']):
        refused(room.command('snapshot', *words), 'save NAME', 'list')
    nothing_left(room)


def a_bad_name_of_a_snapshot_is_refused(room):
    for name in ('', 'a/b', '..', '.x', 'x' * 65, 'a b', 'ö'):
        for action in ('save', 'restore', 'delete'):
            refused(room.command('snapshot', action, name), 'letters')
    nothing_left(room)


def a_snapshot_that_is_not_there_is_said(room):
    _, env = own_cache(room)
    for action in ('restore', 'delete'):
        refused(room.command('snapshot', action, 'nobody', env=env),
                'no snapshot nobody', 'snapshot list')
    refused(room.command('snapshot', 'save', 'x', env=env), 'no bench')
    answer = room.command('snapshot', 'list', env=env)
    assert answer.returncode == 0 and not answer.stdout, answer


def a_snapshot_is_listed_and_deleted_and_never_replaced(room):
    cache, env = own_cache(room)
    standing(room, env)
    saves(room, env, 'first', '--run', 'out')
    refused(room.command('snapshot', 'save', 'first', '--run', 'out',
                         env=env), 'there is a snapshot first', 'delete')
    refused(room.command('snapshot', 'save', 'second', '--run', 'out',
                         env=env), 'ctl cont')
    assert [p.name for p in (cache / 'saved').iterdir()] == ['first']
    row, = room.command('snapshot', 'list', env=env).stdout.splitlines()
    for word in ('first', 'MiB', 'two-cages', 'run', 'story.hc'):
        assert word in row, row
    assert 'another build' not in row, row
    assert room.command('snapshot', 'delete', 'first',
                        env=env).returncode == 0
    assert not list((cache / 'saved').iterdir())


def a_snapshot_of_another_build_is_refused_in_one_line(room):
    cache, env = own_cache(room)
    standing(room, env)
    saves(room, env, 'old', '--run', 'out')
    # The plugin of tomorrow: the same with a byte behind it.
    tomorrow = room.path / 'tomorrow'
    tomorrow.mkdir()
    for path in pathlib.Path(PLUGIN).parent.glob('libhotcage-*.so'):
        shutil.copy(path, tomorrow)
    with (tomorrow / 'libhotcage-board.so').open('ab') as board:
        board.write(b'\0')
    env['HOTCAGE_PLUGIN'] = str(tomorrow / pathlib.Path(PLUGIN).name)
    refused(room.command('snapshot', 'restore', 'old', env=env),
            'snapshot old', 'another build')
    row = room.command('snapshot', 'list', env=env).stdout
    assert 'of another build' in row, row
    assert (cache / 'saved/old').exists()


def a_snapshot_needs_the_scenario_that_it_is_of(room):
    _, env = own_cache(room)
    standing(room, env)
    saves(room, env, 'mine', '--run', 'out')
    story = room.path / 'story.hc'
    story.write_text(story.read_text() + '# more\n')
    refused(room.command('snapshot', 'restore', 'mine', env=env), 'story.hc',
            'another')


def a_damaged_snapshot_is_refused(room):
    cache, env = own_cache(room)
    standing(room, env)
    saves(room, env, 'hurt', '--run', 'out')
    flip_a_bit(cache / 'saved/hurt/ram')
    refused(room.command('snapshot', 'restore', 'hurt', env=env), 'damaged',
            'delete hurt')


def a_full_disk_takes_no_snapshot_and_the_bench_goes_on(room):
    with small_disk(room, '20m') as disk:
        cache, env = own_cache(room, disk)
        standing(room, env)
        refused(room.command('snapshot', 'save', 'big', '--run', 'out',
                             env=env), 'make room')
        assert not list((cache / 'saved').iterdir())
        assert room.command('ctl', '--run', 'out', 'cont',
                            env=env).returncode == 0


def what_a_killed_save_has_left_is_swept_away(room):
    cache, env = own_cache(room)
    left = cache / 'saved' / 'mine.part-abcdef'
    left.mkdir(parents=True)
    (left / 'lock').touch()
    standing(room, env)
    saves(room, env, 'mine', '--run', 'out')
    assert [p.name for p in (cache / 'saved').iterdir()] == ['mine']


def a_bench_in_host_time_is_not_saved(room):
    _, env = own_cache(room)
    room.write('host.hc', '# A story.\nboard two-cages\n'
               'partner cage0 kind=slirp restrict=no\n' + STANDS + '\n')
    child = room.start('run', 'host.hc', '--paused', '--out', 'out',
                       env={**ENV, **env})
    wait_for(lambda: room.command('ctl', '--run', 'out', 'status',
                                  env=env).returncode == 0, child)
    refused(room.command('snapshot', 'save', 'x', '--run', 'out', env=env),
            'host')


def a_bench_that_has_not_begun_is_not_saved(room):
    _, env = own_cache(room)
    child = room.start('run', room.scenario(STANDS), '--paused', '--out',
                       'out', env={**ENV, **env})
    wait_for(lambda: room.command('ctl', '--run', 'out', 'status',
                                  env=env).returncode == 0, child)
    refused(room.command('snapshot', 'save', 'x', '--run', 'out', env=env),
            'ctl cont')


# Host time.

def a_hand_in_host_time_marks_the_run(room):
    child = room.paused()
    assert room.command('ctl', '--run', 'out', 'insert', 'cage1',
                        MODULE).returncode == 0
    room.command('ctl', '--run', 'out', 'cont')
    stdout, _ = child.communicate(timeout=PATIENCE_S)
    assert child.returncode == 0, stdout
    assert 'another run may differ: hotcage ctl' in stdout, stdout
    result = room.result()
    assert result['deterministic'] is False, result
    assert 'hotcage ctl' in result['deterministic_why'], result


# A full disk.

@contextlib.contextmanager
def small_disk(room, size):
    path = room.path / 'disk'
    path.mkdir()
    if not shutil.which('mount'):
        raise Skip('there is no mount to make a small disk with')
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=' + size,
                       'hotcage-test', path], capture_output=True,
                      check=False).returncode:
        raise Skip('only root can mount a small disk')
    try:
        yield path
    finally:
        subprocess.run(['umount', '-l', path], check=False)


def a_disk_without_room_is_refused_at_once(room):
    with small_disk(room, '1m') as disk:
        refused(room.command('run', room.scenario(STANDS), '--out',
                             str(disk / 'out')), 'full', '--out')
        assert not (disk / 'out' / 'result.json').exists()


def a_disk_that_fills_up_is_no_success(room):
    with small_disk(room, '20m') as disk:
        child = room.paused(str(disk / 'out'))
        with contextlib.suppress(OSError), open(disk / 'fill', 'wb') as fill:
            while True:
                fill.write(b'\0' * 65536)
                fill.flush()
        room.command('ctl', '--run', str(disk / 'out'), 'cont')
        stderr = child.communicate(timeout=PATIENCE_S)[1]
        assert child.returncode == 2, (child.returncode, stderr)
        assert 'make room' in stderr, stderr
        result = disk / 'out' / 'result.json'
        assert not result.exists() or not result.stat().st_size or \
            json.loads(result.read_text())['exit'] == 2


def tests():
    named = sys.argv[4:]
    return [(name, function) for name, function in globals().items()
            if callable(function) and '_' in name and
            getattr(function, '__code__', None) and
            function.__code__.co_varnames[:function.__code__.co_argcount] ==
            ('room',) and not function.__code__.co_flags & VARARGS and
            name not in ('no_orphan',) and (not named or name in named)]


def why_skip():
    """Fetches the guest once, so that its progress is in nobody's way."""
    if not shutil.which('qemu-system-arm'):
        return 'no qemu-system-arm; install it with tools/setup/packages'
    with tempfile.TemporaryDirectory(prefix='hotcage-cli-') as folder:
        room = Room(folder)
        said = room.command('run', room.scenario(STANDS), '--out',
                            '/proc/hotcage').stderr
    return 'no guest: ' + said.splitlines()[-1] if '/setup/' in said else None


def result_of(function):
    """'ok' or 'not ok', and what is to be said about it."""
    with tempfile.TemporaryDirectory(prefix='hotcage-cli-') as folder:
        room = Room(os.path.realpath(folder))
        try:
            function(room)
            return 'ok', '', ''
        except Skip as reason:
            return 'ok', ' # SKIP %s' % reason, ''
        except Exception as why:  # pylint: disable=broad-except
            return 'not ok', '', '\n# %s: %s' % (type(why).__name__, why)
        finally:
            room.close()


def main():
    chosen = tests()
    reason = why_skip()
    if reason:
        print('1..0 # SKIP', reason)
        return 0
    print('1..%d' % len(chosen), flush=True)
    results = set()
    # Each has a folder of its own; two at a time fill two processors.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = pool.map(result_of, [function for _, function in chosen])
        for number, ((name, _), answer) in enumerate(zip(chosen, answers), 1):
            result, skip, why = answer
            results.add(result)
            print('%s %d - %s%s%s' % (result, number, name.replace('_', ' '),
                                      skip, why), flush=True)
    return 1 if 'not ok' in results else 0


if __name__ == '__main__':
    sys.exit(main())
