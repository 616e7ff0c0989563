# Why: SMPP is tried against somebody else's reading of it. Every PDU here is read and written by
# Net::SMPP (Debian: libnet-smpp-perl), texts are decoded by Perl's own Encode; these lines only say
# what a message centre does. Told by JSON lines on standard input, tells by JSON lines on standard output.
use strict;
use warnings;
use Encode qw(decode);
use IO::Select;
use JSON::PP;
use Net::SMPP;

my ($password, $port) = @ARGV;
my $json = JSON::PP->new->canonical->ascii;
my $listener = Net::SMPP->new_listen('127.0.0.1', smpp_version => 0x34, port => $port || 0)
    or die "cannot listen: $!";
my $select = IO::Select->new($listener, \*STDIN);
my %esme;         # file number => connection
my %next;         # how the next requests are answered: command => { mode, status }
my $messages = 0;
$| = 1;

sub tell_test { print $json->encode($_[0]), "\n" }

sub drop {
    my ($client) = @_;
    delete $esme{$client->fileno};
    $select->remove($client);
    close $client;
    tell_test({ event => 'closed' });
}

# Octets as the receiving phone would read them.
sub text_of {
    my ($pdu) = @_;
    my $octets = length $pdu->{short_message} ? $pdu->{short_message} : $pdu->{message_payload};
    return undef if !defined $octets;
    return decode($pdu->{data_coding} == 8 ? 'UTF-16BE' : 'gsm0338', $octets);
}

sub describe {
    my ($command, $pdu) = @_;
    my %fields = map { $_ => $pdu->{$_} }
        grep { /^[a-z_]+$/ && !/^(data|known_pdu|reserved|short_message|message_payload)$/ } keys %$pdu;
    $fields{text} = text_of($pdu) if $command eq 'submit_sm';
    $fields{has_payload} = exists $pdu->{message_payload} ? JSON::PP::true : JSON::PP::false;
    tell_test({ event => 'pdu', command => $command, %fields });
}

sub answer {
    my ($client, $command, $pdu) = @_;
    my $how = delete $next{$command} || { mode => 'ok' };
    return if $how->{mode} eq 'silent';
    return drop($client) if $how->{mode} eq 'drop';
    if ($how->{mode} eq 'garbage') { $client->syswrite("HTTP/1.1 200 OK\r\n\r\n"); return; }
    my %seq = (seq => $pdu->{seq});
    if ($how->{mode} eq 'other') { $client->enquire_link_resp(%seq); return; }
    if ($how->{mode} eq 'nack') { $client->generic_nack(%seq, status => $how->{status}); return; }
    if ($command eq 'bind_transceiver') {
        my $is_right = $pdu->{password} eq $password;
        my $status = $how->{status} || ($is_right ? 0 : 0x0e);
        $client->bind_transceiver_resp(%seq, system_id => 'smsc', status => $status);
    } elsif ($command eq 'submit_sm') {
        my $id = defined $how->{message_id} ? $how->{message_id} : sprintf('m%04d', ++$messages);
        my %fields = (%seq, message_id => $how->{status} ? '' : $id, status => $how->{status} || 0);
        $client->submit_sm_resp(%fields);
        $client->submit_sm_resp(%fields) if $how->{mode} eq 'twice';
    } elsif ($command eq 'enquire_link') {
        $client->enquire_link_resp(%seq);
    } elsif ($command eq 'unbind') {
        $client->unbind_resp(%seq);
        drop($client);
    }
}

sub obey {
    my ($order) = @_;
    if ($order->{do} eq 'next') { $next{ $order->{command} } = $order; return; }
    for my $client (values %esme) {
        if ($order->{do} eq 'drop') { drop($client); next; }
        if ($order->{do} eq 'enquire_link') { $client->enquire_link(async => 1); next; }
        if ($order->{do} eq 'unbind') { $client->unbind(async => 1); next; }
        if ($order->{do} eq 'deliver') {
            my %fields = %{ $order->{fields} };
            $fields{message_state} = pack('C', $fields{message_state}) if exists $fields{message_state};
            $client->deliver_sm(async => 1, %fields);
        }
    }
}

tell_test({ event => 'listening', port => $listener->sockport });
while (my @ready = $select->can_read) {
    for my $handle (@ready) {
        if ($handle == \*STDIN) {
            my $line = <STDIN>;
            exit 0 if !defined $line;
            obey($json->decode($line));
            tell_test({ event => 'obeyed' });
        } elsif ($handle == $listener) {
            my $client = $listener->accept or next;
            $client->set_version(0x34);
            $esme{ $client->fileno } = $client;
            $select->add($client);
        } else {
            local $SIG{__WARN__} = sub { };
            my $pdu = $handle->read_pdu;
            if (!defined $pdu) { drop($handle); next; }
            my $command = Net::SMPP::pdu_tab->{ $pdu->{cmd} }{cmd};
            describe($command, $pdu);
            answer($handle, $command, $pdu) if $pdu->{cmd} < 0x80000000;
        }
    }
}
